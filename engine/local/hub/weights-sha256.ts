import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { hashFile, parseChecksum } from "./checksum.ts";
import { findRecord } from "./pull-record.ts";

/** Larger files are not read only for this: the weights of 20b would take most of a minute. */
const LARGEST_HASHED_BYTES = 1024 ** 3;

/**
 * The SHA-256 of a checkpoint's weights, in lower-case hex: of the one file, or of the lines that sha256sum prints for
 * several. Pulled files have a recorded one. Null if a file has none and is large.
 */
export async function weightsSha256(directory: string): Promise<string | null> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".safetensors")).sort();
  const recorded = await recordedSums(directory);
  const lines: string[] = [];
  for (const name of names) {
    const sum = recorded.get(name) ?? (await sumUnlessLarge(path.join(directory, name)));
    if (sum === null) return null;
    if (names.length === 1) return sum;
    lines.push(`${sum}  ${name}\n`);
  }
  return lines.length === 0 ? null : createHash("sha256").update(lines.join("")).digest("hex");
}

async function recordedSums(directory: string): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  const record = await findRecord(directory);
  if (record?.complete !== true) return sums;
  for (const file of record.files) {
    const checksum = parseChecksum(file.checksum);
    if (checksum?.algorithm === "sha256") sums.set(file.path, checksum.hex);
  }
  return sums;
}

async function sumUnlessLarge(file: string): Promise<string | null> {
  if ((await stat(file)).size > LARGEST_HASHED_BYTES) return null;
  const hash = createHash("sha256");
  await hashFile(hash, file, { signal: new AbortController().signal });
  return hash.digest("hex");
}
