import type { Hash } from "node:crypto";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { syncDirectory } from "../checkpoint/sync-directory.ts";
import { hashFile, startHash } from "./checksum.ts";
import type { HubFile } from "./snapshot.ts";

/**
 * A file that is being downloaded.
 *
 * Its name contains the expected checksum, so that a part of another version is never resumed.
 */
export class PartialFile {
  readonly #path: string;
  readonly #file: HubFile;
  readonly #handle: FileHandle;
  #hash: Hash;
  #length = 0;

  private constructor(location: string, file: HubFile, handle: FileHandle) {
    this.#path = location;
    this.#file = file;
    this.#handle = handle;
    this.#hash = startHash(file.checksum.algorithm, file.size);
  }

  /** Opens the file, and hashes what an earlier pull left in it. */
  static async open(
    folder: string,
    file: HubFile,
    options: { readonly signal: AbortSignal; readonly onLength: (length: number) => void },
  ): Promise<PartialFile> {
    const location = path.join(folder, partialName(file));
    const handle = await open(location, "a");
    const partial = new PartialFile(location, file, handle);
    try {
      if ((await handle.stat()).size > file.size) await handle.truncate(0);
      await hashFile(partial.#hash, location, {
        signal: options.signal,
        onBytes: (bytes) => {
          partial.#length += bytes;
          options.onLength(partial.#length);
        },
      });
      return partial;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get length(): number {
    return this.#length;
  }

  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) written += (await this.#handle.write(bytes, written)).bytesWritten;
    this.#hash.update(bytes);
    this.#length += bytes.length;
  }

  /** True if the content has the expected checksum. To be called once, when the file is complete. */
  matches(): boolean {
    return this.#hash.digest("hex") === this.#file.checksum.hex;
  }

  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hash = startHash(this.#file.checksum.algorithm, this.#file.size);
    this.#length = 0;
  }

  /** Renames the file to its final name, durably. */
  async moveTo(target: string): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#path, target);
    await syncDirectory(path.dirname(target));
  }

  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }

  /** Closes the file; a later pull can resume it. */
  async close(): Promise<void> {
    await this.#handle.close();
  }
}

export function partialName({ path: name, checksum }: HubFile): string {
  return `${name}.${checksum.hex}.partial`;
}

/** Returns how many bytes of a file an earlier pull left. */
export async function partialLength(folder: string, file: HubFile): Promise<number> {
  try {
    const { size } = await stat(path.join(folder, partialName(file)));
    return size > file.size ? 0 : size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}
