import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DataDirectoryLockedError,
  lockDataDirectory,
} from "../../../../../service/storage/database/data-directory-lock.ts";

describe("lockDataDirectory", () => {
  let directory: string;
  let lock: string;
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), "gavel-lock-")), "data");
    lock = join(directory, "gavel.lock");
  });
  afterEach(() => rmSync(join(directory, ".."), { recursive: true, force: true }));

  it("creates the directory, names this process in it, and releases it", () => {
    const unlock = lockDataDirectory(directory);
    expect(JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
    unlock();
    unlock();
    expect(existsSync(lock)).toBe(false);
    lockDataDirectory(directory)();
  });

  it.each(["/proc/no-such-place/data", "/dev/null/data"])(
    "refuses %s immediately and names the variable",
    (path) => {
      expect(() => lockDataDirectory(path)).toThrow(
        new RegExp(`^DATA_DIR is ${path}, which cannot be used as a directory .* Set DATA_DIR to`),
      );
    },
  );

  it("refuses a second lock of this process, however the path is spelt", () => {
    const unlock = lockDataDirectory(directory);
    expect(() => lockDataDirectory(`${directory}/./`)).toThrow(DataDirectoryLockedError);
    unlock();
  });

  it("refuses a directory that a running process holds, in one line that says what to do", () => {
    lockDataDirectory(directory)();
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, started: null }));
    expect(() => lockDataDirectory(directory)).toThrow(
      new RegExp(
        `^The data directory is in use by process ${process.ppid}: stop it, or set DATA_DIR [^\\n]*$`,
      ),
    );
    expect(existsSync(lock)).toBe(true);
  });

  it("takes over the lock of a process that has ended, also if that process had the same id", async () => {
    lockDataDirectory(directory)();
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    for (const pid of [child.pid, process.pid]) {
      writeFileSync(lock, JSON.stringify({ pid, started: null }));
      const unlock = lockDataDirectory(directory);
      expect(JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
      unlock();
    }
  });

  it.runIf(process.platform === "linux")("takes over if the pid now belongs to another process", () => {
    lockDataDirectory(directory)();
    writeFileSync(lock, JSON.stringify({ pid: process.ppid, started: "1" }));
    lockDataDirectory(directory)();
    expect(existsSync(lock)).toBe(false);
  });

  it("respects a lock of another container while it is touched, and takes it over when it is stale", () => {
    lockDataDirectory(directory)();
    writeFileSync(
      lock,
      JSON.stringify({ pid: process.pid, namespace: "another-host pid:[1]", started: null }),
    );
    expect(() => lockDataDirectory(directory)).toThrow(DataDirectoryLockedError);
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, minuteAgo, minuteAgo);
    lockDataDirectory(directory)();
    expect(existsSync(lock)).toBe(false);
  });

  it.each(["", "12", "null", "{", '{"pid":"1"}', '{"pid":-1}', '{"pid":1e99}', "\u0000".repeat(100)])(
    "treats a lock file of %j as left by a crash",
    (text) => {
      lockDataDirectory(directory)();
      writeFileSync(lock, text);
      lockDataDirectory(directory)();
      expect(existsSync(lock)).toBe(false);
    },
  );
});
