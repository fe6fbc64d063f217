import { stat } from "node:fs/promises";
import path from "node:path";
import { formatChecksum, hashFile, startHash } from "./checksum.ts";
import type { HubFile } from "./snapshot.ts";

/** What is wrong with a pulled file. */
export type FileFault =
  | { readonly kind: "missing"; readonly path: string }
  | { readonly kind: "size"; readonly path: string; readonly expected: number; readonly found: number }
  | { readonly kind: "checksum"; readonly path: string; readonly expected: string; readonly found: string };

/** Describes a fault: `tokenizer.json has 12 bytes instead of 27868174`. */
export function describeFault(fault: FileFault): string {
  switch (fault.kind) {
    case "missing":
      return `${fault.path} is missing`;
    case "size":
      return `${fault.path} has ${fault.found} bytes instead of ${fault.expected}`;
    case "checksum":
      return `${fault.path} has a checksum mismatch: ${fault.found} instead of ${fault.expected}`;
  }
}

/** Finds missing files and wrong sizes. */
export async function sizeFaults(directory: string, files: readonly HubFile[]): Promise<FileFault[]> {
  const faults = await Promise.all(
    files.map(async ({ path: name, size }): Promise<FileFault | null> => {
      const found = await sizeOf(path.join(directory, name));
      if (found === null) return { kind: "missing", path: name };
      return found === size ? null : { kind: "size", path: name, expected: size, found };
    }),
  );
  return faults.filter((fault) => fault !== null);
}

/** Finds checksum mismatches; all files must exist. Throws the signal's reason once aborted. */
export async function checksumFaults(
  directory: string,
  files: readonly HubFile[],
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<FileFault[]> {
  const faults: FileFault[] = [];
  for (const { path: name, size, checksum } of files) {
    const hash = startHash(checksum.algorithm, size);
    await hashFile(hash, path.join(directory, name), { signal, onBytes });
    const found = hash.digest("hex");
    if (found === checksum.hex) continue;
    faults.push({
      kind: "checksum",
      path: name,
      expected: formatChecksum(checksum),
      found: formatChecksum({ ...checksum, hex: found }),
    });
  }
  return faults;
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
