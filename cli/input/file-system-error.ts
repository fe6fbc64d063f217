const DONE: Readonly<Record<string, string>> = {
  open: "opened",
  mkdir: "made",
  rename: "renamed",
  link: "linked",
  write: "written",
  writev: "written",
  fsync: "written",
  ftruncate: "written",
  unlink: "removed",
  rm: "removed",
  rmdir: "removed",
};

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "it is not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file system takes no file of that size",
  EIO: "the disk reports a fault",
  ENOENT: "it does not exist",
  EEXIST: "it exists already",
  ENOTDIR: "it or a part of its path is not a directory",
  EISDIR: "it is a directory",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EXDEV: "it lies on another file system",
};

/**
 * What the system refused, in a sentence: `/models/a cannot be made: permission is denied (EACCES)`. `subject` stands
 * where the system names no path. Null for errors that are not of the file system.
 */
export function fileSystemError(error: unknown, subject: string): string | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return null;
  const reason = REASONS[code];
  const what = `${path ?? subject} cannot be ${DONE[syscall] ?? "read"}`;
  return reason === undefined ? `${what} (${code})` : `${what}: ${reason} (${code})`;
}
