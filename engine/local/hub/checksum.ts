import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";

/** What the hub knows of a file's content: sha256 of what is in LFS or Xet, git's own blob id of the rest. */
export interface Checksum {
  readonly algorithm: "sha256" | "git-sha1";
  /** Lower-case hex. */
  readonly hex: string;
}

/** `sha256:…`, as records and messages have it. */
export function formatChecksum({ algorithm, hex }: Checksum): string {
  return `${algorithm}:${hex}`;
}

/** The same read back; null where it is none. */
export function parseChecksum(text: unknown): Checksum | null {
  const [, algorithm, hex] = /^(sha256|git-sha1):([0-9a-f]+)$/.exec(String(text)) ?? [];
  if (algorithm === undefined || hex === undefined) return null;
  return { algorithm: algorithm as Checksum["algorithm"], hex };
}

/** A hash to be fed with the `size` bytes of a file. Git's begins with a header of its own (gitformat-loose). */
export function startHash(algorithm: Checksum["algorithm"], size: number): Hash {
  if (algorithm === "sha256") return createHash("sha256");
  return createHash("sha1").update(`blob ${size}\0`);
}

/** Feeds `hash` with a file. Throws the signal's reason once aborted. */
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
