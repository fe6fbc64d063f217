import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  beginRecord,
  completeRecord,
  findRecord,
  RECORD_FILE,
  recordedSnapshot,
  reopenRecord,
  WORK_FOLDER,
} from "../../../../../engine/local/hub/pull-record.ts";

const commit = "a".repeat(40);
const ref = { repo: "owner/name", revision: commit };
const snapshot = {
  ...ref,
  commit,
  files: [{ path: "config.json", size: 2, checksum: { algorithm: "git-sha1", hex: "b".repeat(40) } }],
  skipped: [],
} as const;

const FILE = { path: "config.json", size: 2, checksum: `git-sha1:${"b".repeat(40)}` };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "gavel-record-"));
  mkdirSync(path.join(directory, WORK_FOLDER));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("a pull's record", () => {
  it("is complete only after it is completed and before it is reopened", async () => {
    expect(await findRecord(directory)).toBeNull();
    await beginRecord(directory, snapshot);
    expect(await findRecord(directory)).toMatchObject({ ...ref, complete: false });
    await completeRecord(directory);
    expect(await findRecord(directory)).toEqual({
      ...ref,
      commit,
      files: [FILE],
      complete: true,
    });
    await reopenRecord(directory);
    expect(await findRecord(directory)).toMatchObject({ complete: false });
  });

  it("replaces the hub if a complete directory is requested by its commit", async () => {
    await beginRecord(directory, snapshot);
    expect(await recordedSnapshot(directory, ref)).toBeNull();
    await completeRecord(directory);
    expect(await recordedSnapshot(directory, ref)).toEqual(snapshot);
    expect(await recordedSnapshot(directory, { ...ref, revision: "main" })).toBeNull();
    expect(await recordedSnapshot(directory, { ...ref, revision: "b".repeat(40) })).toBeNull();
    expect(await recordedSnapshot(directory, { ...ref, repo: "owner/other" })).toBeNull();
  });

  it.each([
    "",
    "null",
    "[]",
    JSON.stringify({ ...ref, commit }),
    JSON.stringify({ ...ref, commit, files: [null] }),
    JSON.stringify({ ...ref, commit, files: [{ ...FILE, path: "../../etc/passwd" }] }),
    JSON.stringify({ ...ref, commit, files: [{ ...FILE, size: "2" }] }),
    JSON.stringify({ ...ref, commit, files: [{ ...FILE, checksum: "md5:00" }] }),
  ])("is not read from another writer's file: %s", async (text) => {
    writeFileSync(path.join(directory, RECORD_FILE), text);
    expect(await findRecord(directory)).toBeNull();
  });
});
