const PARTICIPLES: Readonly<Record<string, string>> = {
  open: "opened",
  mkdir: "created",
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
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file system does not allow a file of that size",
  EIO: "the disk reported an error",
  ENOENT: "it does not exist",
  EEXIST: "it already exists",
  ENOTDIR: "it, or a part of its path, is not a directory",
  EISDIR: "it is a directory",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EXDEV: "it is on another file system",
};

/**
 * An error of the file system as a sentence: `/models/a cannot be created: permission is denied (EACCES)`. `subject` is
 * used if the error has no path. Null for other errors.
 */
export function fileSystemError(error: unknown, subject: string): string | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return null;
  const reason = REASONS[code];
  const failure = `${path ?? subject} cannot be ${PARTICIPLES[syscall] ?? "read"}`;
  return reason === undefined ? `${failure} (${code})` : `${failure}: ${reason} (${code})`;
}
