import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { hashFile, startHash } from "../../../../../engine/local/hub/checksum.ts";

const directory = mkdtempSync(path.join(tmpdir(), "gavel-checksum-"));
afterAll(() => rmSync(directory, { recursive: true }));

// `git hash-object`, `sha256sum`.
it.each([
  ["git-sha1", "", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"],
  ["git-sha1", "hello\n", "ce013625030ba8dba906f756967f9e9ca394464a"],
  ["sha256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["sha256", "hello\n", "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"],
] as const)("computes the %s of %j", async (algorithm, text, hex) => {
  const file = path.join(directory, "file");
  writeFileSync(file, text);
  const hash = startHash(algorithm, text.length);
  let bytes = 0;
  await hashFile(hash, file, {
    signal: new AbortController().signal,
    onBytes: (count) => void (bytes += count),
  });
  expect({ hex: hash.digest("hex"), bytes }).toEqual({ hex, bytes: text.length });
});

it("stops when its signal aborts", async () => {
  const file = path.join(directory, "file");
  writeFileSync(file, "text");
  const hashing = hashFile(startHash("sha256", 4), file, { signal: AbortSignal.abort(new Error("enough")) });
  await expect(hashing).rejects.toThrow("enough");
});
