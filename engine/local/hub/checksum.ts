import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A file's checksum as the hub lists it: sha256 for files in LFS or Xet, git's blob id for all others. */
export interface Checksum {
  readonly algorithm: "sha256" | "git-sha1";
  /** Lower-case hex. */
  readonly hex: string;
}

/** Formats a checksum for records and messages: `sha256:…`. */
export function formatChecksum({ algorithm, hex }: Checksum): string {
  return `${algorithm}:${hex}`;
}

/** Parses what `formatChecksum` returns; null for anything else. */
export function parseChecksum(text: unknown): Checksum | null {
  const [, algorithm, hex] = /^(sha256|git-sha1):([0-9a-f]+)$/.exec(String(text)) ?? [];
  if (algorithm === undefined || hex === undefined) return null;
  return { algorithm: algorithm as Checksum["algorithm"], hex };
}

/** Creates a hash for the `size` bytes of a file. Git's begins with a header (gitformat-loose). */
export function startHash(algorithm: Checksum["algorithm"], size: number): Hash {
  if (algorithm === "sha256") return createHash("sha256");
  return createHash("sha1").update(`blob ${size}\0`);
}

/** Updates `hash` with a file's content. Throws the signal's reason once aborted. */
export async function hashFile(
  hash: Hash,
  file: string,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes?: (bytes: number) => void },
): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    signal.throwIfAborted();
    hash.update(chunk as Buffer);
    onBytes?.((chunk as Buffer).length);
  }
}
