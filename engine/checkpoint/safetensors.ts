import { open, readFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.ts";
import { MAX_HEADER_BYTES, parseSafetensorsHeader, type TensorEntry } from "./safetensors-header.ts";

export const SINGLE_FILE = "model.safetensors";
export const INDEX_FILE = "model.safetensors.index.json";

interface StoredTensor extends TensorEntry {
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

  /** Opens `model.safetensors`, or the shards of `model.safetensors.index.json`. Throws CheckpointError. */
  static async open(directory: string): Promise<SafetensorsCheckpoint> {
    const weightMap = await readIndex(directory);
    const fileNames = weightMap ? [...new Set(weightMap.values())] : [SINGLE_FILE];
    const files: FileHandle[] = [];
    try {
      const tensors = new Map<string, StoredTensor>();
      for (const fileName of fileNames) {
        const file = await openFile(path.join(directory, fileName));
        files.push(file);
        const { entries, dataStart } = await readHeader(file, fileName);
        for (const [name, entry] of entries) {
          if (weightMap && weightMap.get(name) !== fileName) continue;
          tensors.set(name, { ...entry, file, dataStart });
        }
      }
      for (const [name, fileName] of weightMap ?? []) {
        if (!tensors.has(name)) throw new CheckpointError(`${fileName} lacks tensor ${name}`);
      }
      return new SafetensorsCheckpoint(tensors, files);
    } catch (error) {
      await Promise.all(files.map((file) => file.close()));
      throw error;
    }
  }

  /** Throws CheckpointError if the tensor is missing. */
  describe(name: string): TensorEntry {
    return this.#get(name);
  }

  /** Bytes `begin` (inclusive) to `end` (exclusive) of the tensor's data, little-endian. */
  async read(name: string, begin: number, end: number): Promise<Uint8Array> {
    const tensor = this.#get(name);
    if (!(begin >= 0 && begin <= end && end <= tensor.end - tensor.begin)) {
      throw new RangeError(`range ${begin}..${end} lies outside tensor ${name}`);
    }
    return readExactly(tensor.file, tensor.dataStart + tensor.begin + begin, end - begin);
  }

  /** The whole tensor in pieces of at most `chunkBytes`, which must be a multiple of the element size. */
  async *stream(name: string, chunkBytes: number): AsyncGenerator<Uint8Array> {
    const tensor = this.#get(name);
    const length = tensor.end - tensor.begin;
    for (let begin = 0; begin < length; begin += chunkBytes) {
      yield await this.read(name, begin, Math.min(begin + chunkBytes, length));
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
      // A name with a separator could lead out of the directory.
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
    throw new CheckpointError(`${file} cannot be opened`, { cause });
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
  if (headerBytes > BigInt(Math.min(MAX_HEADER_BYTES, size - 8))) {
    throw new CheckpointError(`${name}: the header length is larger than the file or the limit`);
  }
  const dataStart = 8 + Number(headerBytes);
  const header = await readExactly(file, 8, Number(headerBytes));
  return { entries: parseSafetensorsHeader(header, size - dataStart), dataStart };
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new CheckpointError("a safetensors file ended while it was read");
    filled += bytesRead;
  }
  return buffer;
}
