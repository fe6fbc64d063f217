import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";

const MAX_TRIES = 5;

/** Locks that this process holds. A lock with its pid that is not among them is from an earlier process, and stale. */
const held = new Set<string>();

/**
 * A holder touches its lock this often: on another host or in another container nothing else shows that it is alive.
 */
const TOUCH_MS = 2_000;
const STALE_AFTER_MS = 20_000;

/** Who holds a lock. `started` distinguishes a process from a later one with the same pid; null if unknown. */
interface Holder {
  readonly pid: number;
  /** The scope in which the pid is unique: host name and pid namespace. */
  readonly namespace: string;
  readonly started: string | null;
}

/**
 * Locks a directory for this process with a lock file, and creates the directory if it is missing. A lock whose process
 * has ended is taken over. Returns a function that releases the lock.
 *
 * Throws the error that `refusal` returns for the holder's pid if the lock is held.
 */
export function lockDirectory(
  lockFile: string,
  refusal: (pid: number, lockFile: string) => Error,
): () => void {
  const path = resolve(lockFile);
  makeDirectory(dirname(path));
  if (held.has(path)) throw refusal(process.pid, path);
  for (let tries = 1; ; tries += 1) {
    try {
      const holder: Holder = { pid: process.pid, namespace: pidNamespace(), started: startedAt(process.pid) };
      const mine = `${JSON.stringify(holder)}\n`;
      writeFileSync(path, mine, { flag: "wx", mode: 0o600 });
      held.add(path);
      const touching = setInterval(() => readOrNull(path) === mine && touch(path), TOUCH_MS).unref();
      return () => {
        clearInterval(touching);
        // Another process may have taken over the lock while this one was suspended; then that process keeps it.
        if (held.delete(path) && readOrNull(path) === mine) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || tries >= MAX_TRIES) throw error;
    }
    const holder = removeIfStale(path);
    if (holder !== null) throw refusal(holder.pid, path);
  }
}

/** Not mkdirSync's `recursive`, which never returns for a directory below /proc (Node 20 and 22). */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Returns the holder of the lock. Null if there is none, or if the lock was stale and has been removed. */
function removeIfStale(path: string): Holder | null {
  const text = readOrNull(path);
  if (text === null) return null;
  const holder = parseHolder(text);
  if (holder !== null && isAlive(holder, path)) return holder;
  // Another process may have taken over the stale lock since it was read: only the lock that was read may be removed.
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  if (readOrNull(aside) !== text) renameSync(aside, path);
  else rmSync(aside, { force: true });
  return null;
}

function isAlive({ pid, namespace, started }: Holder, path: string): boolean {
  if (namespace !== pidNamespace()) return Date.now() - touchedAt(path) < STALE_AFTER_MS;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startedAt(pid);
  return started === null || now === null || now === started;
}

/** The start of a process in clock ticks since boot (field 22 of /proc/pid/stat, proc(5)); null elsewhere. */
function startedAt(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  // The second field is the command in parentheses, which may itself contain spaces and parentheses.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, namespace, started } = JSON.parse(text) as Record<keyof Holder, unknown>;
    if (!Number.isSafeInteger(pid) || (pid as number) <= 0) return null;
    return {
      pid: pid as number,
      namespace: typeof namespace === "string" ? namespace : pidNamespace(),
      started: typeof started === "string" ? started : null,
    };
  } catch {
    return null;
  }
}

function pidNamespace(): string {
  let namespace = "";
  try {
    namespace = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Not Linux: the host has only one.
  }
  return `${hostname()} ${namespace}`.trim();
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The directory may be missing for the moment, or the disk full; the next touch may succeed.
  }
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
