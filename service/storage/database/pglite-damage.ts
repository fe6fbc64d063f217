import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { OperatorError } from "../../errors.ts";

/** The embedded database cannot be opened because its files are damaged. */
export class DatabaseFilesError extends OperatorError {
  override readonly name = "DatabaseFilesError";
}

/** A segment of PostgreSQL's write-ahead log is 16 MiB long and begins with a magic number whose high byte is 0xD1. */
const SEGMENT_NAME = /^[0-9A-F]{24}$/;
const SEGMENT_BYTES = 16 * 1024 * 1024;
const MAGIC_HIGH_BYTE = 0xd1;
const CONTROL_BYTES = 8192;

/** The error for files at `path` that PGlite cannot open. PGlite's own error only says that it has stopped. */
export function databaseFilesError(path: string, cause: unknown): DatabaseFilesError {
  const message =
    `The embedded database in ${path} cannot be opened: ${findDamage(path)}. ` +
    `Restore DATA_DIR from a backup. To start with an empty database instead, without its policies, keys and verdicts, ` +
    `move ${path} to another directory and restart Gavel.`;
  return new DatabaseFilesError(message, { cause });
}

function findDamage(path: string): string {
  try {
    return damageOfControlFile(path) ?? damageOfLog(join(path, "pg_wal")) ?? "its files are damaged";
  } catch (error) {
    return error instanceof Error && "code" in error && "path" in error
      ? `${String(error.path)} cannot be read (${String(error.code)})`
      : "its files are damaged";
  }
}

function damageOfControlFile(path: string): string | null {
  const version = join(path, "PG_VERSION");
  if (sizeOf(version) === null) return `${version} is missing`;
  const control = join(path, "global", "pg_control");
  const bytes = sizeOf(control);
  if (bytes === null) return `its control file ${control} is missing`;
  return bytes === CONTROL_BYTES
    ? null
    : `its control file ${control} has ${bytes} bytes instead of ${CONTROL_BYTES}`;
}

function damageOfLog(directory: string): string | null {
  const segments = readdirSync(directory)
    .filter((name) => SEGMENT_NAME.test(name))
    .toSorted();
  if (segments.length === 0) return `its write-ahead log ${directory} is empty`;
  for (const segment of segments.map((name) => join(directory, name))) {
    const bytes = sizeOf(segment) ?? 0;
    if (bytes !== SEGMENT_BYTES) {
      return `its write-ahead log is truncated: ${segment} has ${bytes} bytes instead of ${SEGMENT_BYTES}`;
    }
    // PostgreSQL creates segments before it uses them, so all except the first may be empty.
    if (basename(segment) === segments[0] && readFileSync(segment)[1] !== MAGIC_HIGH_BYTE) {
      return `its write-ahead log is damaged: ${segment} has an invalid header`;
    }
  }
  return `its write-ahead log ${directory} is damaged`;
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
