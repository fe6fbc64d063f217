import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileSystemError } from "../../../../cli/input/file-system-error.ts";

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(path.join(tmpdir(), "gavel-fs-"))));
afterEach(() => rm(directory, { recursive: true }));

async function sentence(action: () => Promise<unknown>): Promise<string | null> {
  const error: unknown = await action().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).not.toBeNull();
  return fileSystemError(error, "a file in here");
}

it("says what the system could not do, and why", async () => {
  const file = path.join(directory, "file");
  await writeFile(file, "");
  const below = path.join(file, "below");
  const missing = path.join(directory, "missing");
  expect(await sentence(() => readFile(missing))).toBe(
    `${missing} cannot be opened: it does not exist (ENOENT)`,
  );
  expect(await sentence(() => mkdir(below))).toBe(
    `${below} cannot be created: it, or a part of its path, is not a directory (ENOTDIR)`,
  );
  expect(await sentence(() => mkdir(file))).toBe(`${file} cannot be created: it already exists (EEXIST)`);
  expect(await sentence(() => readdir(file))).toBe(
    `${file} cannot be read: it, or a part of its path, is not a directory (ENOTDIR)`,
  );
  expect(await sentence(() => rename(missing, file))).toBe(
    `${missing} cannot be renamed: it does not exist (ENOENT)`,
  );
});

it("uses the subject if the error has no path", async () => {
  expect(await sentence(() => readFile(directory))).toBe(
    "a file in here cannot be read: it is a directory (EISDIR)",
  );
  await using full = await open("/dev/full", "w");
  expect(await sentence(() => full.write("x"))).toBe(
    "a file in here cannot be written: the disk is full (ENOSPC)",
  );
});

it("is null for other errors", () => {
  expect(fileSystemError(new TypeError("x"), "a file")).toBeNull();
  expect(
    fileSystemError(Object.assign(new Error("x"), { code: "ERR_PARSE_ARGS_UNKNOWN_OPTION" }), "a"),
  ).toBeNull();
  expect(fileSystemError("ENOENT", "a file")).toBeNull();
});
