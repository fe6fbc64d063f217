import { open, readFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";
import { refuseOtherWeights } from "./refuse-other-weights.ts";
import { MAX_HEADER_BYTES, parseSafetensorsHeader, type TensorEntry } from "./safetensors-header.ts";

export const SINGLE_FILE = "model.safetensors";
export const INDEX_FILE = "model.safetensors.index.json";

export interface FileRange {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

interface StoredTensor extends TensorEntry {
  readonly fileName: string;
  readonly file: FileHandle;
  readonly dataStart: number;
}

/** The tensors of a checkpoint directory, read from disk by range. Close it when done. */
export class SafetensorsCheckpoint {
  readonly #tensors: ReadonlyMap<string, StoredTensor>;
  readonly #files: readonly FileHandle[];

  private constructor(tensors: ReadonlyMap<string, StoredTensor>, files: readonly FileHandle[]) {
    this.#tensors = tensors;
    this.#files = files;
  }

  /**
   * Opens `model.safetensors`, or the shards of `model.safetensors.index.json`.
   *
   * Throws CheckpointError, also if the directory contains other weights.
   */
  static async open(directory: string): Promise<SafetensorsCheckpoint> {
    const weightMap = await readIndex(directory);
    const fileNames = weightMap ? [...new Set(weightMap.values())] : [SINGLE_FILE];
    const files: FileHandle[] = [];
    try {
      const tensors = new Map<string, StoredTensor>();
      const unlisted: string[] = [];
      for (const fileName of fileNames) {
        const file = await openFile(path.join(directory, fileName));
        files.push(file);
        const { entries, dataStart } = await readHeader(file, fileName);
        for (const [name, entry] of entries) {
          if (weightMap && weightMap.get(name) !== fileName) unlisted.push(`${fileName} has tensor ${name}`);
          else tensors.set(name, { ...entry, fileName, file, dataStart });
        }
      }
      for (const [name, fileName] of weightMap ?? []) {
        if (!tensors.has(name)) throw new CheckpointError(`${fileName} lacks tensor ${name}`);
      }
      const [stray] = unlisted;
      if (stray !== undefined) {
        throw new CheckpointError(`${stray}, but ${INDEX_FILE} lists it elsewhere or not at all`);
      }
      await refuseOtherWeights(directory, fileNames, weightMap !== null);
      return new SafetensorsCheckpoint(tensors, files);
    } catch (error) {
      await Promise.all(files.map((file) => file.close()));
      throw error;
    }
  }

  names(): ReadonlySet<string> {
    return new Set(this.#tensors.keys());
  }

  /** Throws CheckpointError if the tensor is missing. */
  describe(name: string): TensorEntry {
    return this.#get(name);
  }

  /**
   * Returns the file of the directory, and the range in it, that contains the tensor's data. Throws CheckpointError.
   */
  locate(name: string): FileRange {
    const { fileName, dataStart, begin, end } = this.#get(name);
    return { file: fileName, offset: dataStart + begin, length: end - begin };
  }

  /** Reads bytes `begin` (inclusive) to `end` (exclusive) of the tensor's data, little-endian. */
  async read(name: string, begin: number, end: number): Promise<Uint8Array> {
    const tensor = this.#get(name);
    if (!(begin >= 0 && begin <= end && end <= tensor.end - tensor.begin)) {
      throw new RangeError(`range ${begin}..${end} is outside tensor ${name}`);
    }
    return readExactly(tensor.file, tensor.dataStart + tensor.begin + begin, end - begin);
  }

  /** Fills `target` with the tensor's data, starting at byte `begin`. */
  async readInto(name: string, begin: number, target: Uint8Array): Promise<void> {
    const tensor = this.#get(name);
    if (!(begin >= 0 && begin + target.length <= tensor.end - tensor.begin)) {
      throw new RangeError(`range ${begin}..${begin + target.length} is outside tensor ${name}`);
    }
    await fill(tensor.file, tensor.dataStart + tensor.begin + begin, target);
  }

  /**
   * Yields the whole tensor in pieces of at most `chunkBytes`, which must be a multiple of the element size. The next
   * piece is read while the previous one is in use.
   */
  async *stream(name: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
    const { begin, end } = this.#get(name);
    const length = end - begin;
    const readPiece = (at: number) => {
      const piece = this.read(name, at, Math.min(at + chunkBytes, length));
      // A consumer that stops early never awaits it.
      piece.catch(() => {});
      return piece;
    };
    let next = readPiece(0);
    for (let at = 0; at < length; at += chunkBytes) {
      const piece = await next;
      if (at + chunkBytes < length) next = readPiece(at + chunkBytes);
      yield piece;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()));
  }

  #get(name: string): StoredTensor {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new CheckpointError(`the checkpoint lacks tensor ${name}`);
    return tensor;
  }
}

async function readIndex(directory: string): Promise<Map<string, string> | null> {
  let text: string;
  try {
    text = await readFile(path.join(directory, INDEX_FILE), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new CheckpointError(`${INDEX_FILE} cannot be read`, { cause });
  }
  let weightMap: unknown;
  try {
    weightMap = (JSON.parse(text) as { weight_map?: unknown } | null)?.weight_map;
  } catch (cause) {
    throw new CheckpointError(`${INDEX_FILE} is not JSON`, { cause });
  }
  if (typeof weightMap !== "object" || weightMap === null || Array.isArray(weightMap)) {
    throw new CheckpointError(`${INDEX_FILE}: weight_map must be an object`);
  }
  return new Map(
    Object.entries(weightMap).map(([name, file]) => {
      // A name with a separator could refer to a file outside the directory.
      if (typeof file !== "string" || !/^[\w-][\w.-]*\.safetensors$/.test(file)) {
        throw new CheckpointError(`${INDEX_FILE}: weight_map must map tensors to .safetensors file names`);
      }
      return [name, file];
    }),
  );
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new CheckpointError(`${file} ${missing ? "is missing" : "cannot be opened"}`, { cause });
  }
}

async function readHeader(
  file: FileHandle,
  name: string,
): Promise<{ entries: Map<string, TensorEntry>; dataStart: number }> {
  const { size } = await file.stat();
  if (size < 8) throw new CheckpointError(`${name} is too short to be a safetensors file`);
  const prefix = await readExactly(file, 0, 8);
  const headerBytes = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true);
  if (new TextDecoder().decode(prefix) === "version ") {
    throw new CheckpointError(`${name} is a Git LFS pointer, not the weights: run git lfs pull`);
  }
  if (headerBytes > BigInt(Math.min(MAX_HEADER_BYTES, size - 8))) {
    throw new CheckpointError(`${name}: the header length is larger than the file or the limit`);
  }
  const dataStart = 8 + Number(headerBytes);
  const header = await readExactly(file, 8, Number(headerBytes));
  try {
    return { entries: parseSafetensorsHeader(header, size - dataStart), dataStart };
  } catch (cause) {
    if (!(cause instanceof CheckpointError)) throw cause;
    throw new CheckpointError(`${name}: ${cause.message}`, { cause });
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  await fill(file, position, buffer);
  return buffer;
}

async function fill(file: FileHandle, position: number, target: Uint8Array): Promise<void> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) throw new CheckpointError("a safetensors file ended while it was read");
    filled += bytesRead;
  }
}
