/** Value types of GGUF v3 (ggml-org/ggml, docs/gguf.md, gguf_metadata_value_type). */
const VALUE = { uint32: 4, int32: 5, float32: 6, string: 8, array: 9 } as const;

export type MetadataValue =
  | { readonly type: "uint32" | "float32"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "int32s"; readonly value: readonly number[] };

/** The little-endian pieces that a GGUF header is made of. */
export class GgufBytes {
  readonly #pieces: Buffer[] = [];

  finish(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  raw(text: string): void {
    this.#pieces.push(Buffer.from(text));
  }

  uint32(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    this.#pieces.push(bytes);
  }

  uint64(value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    this.#pieces.push(bytes);
  }

  string(text: string): void {
    const bytes = Buffer.from(text);
    this.uint64(bytes.length);
    this.#pieces.push(bytes);
  }

  metadata(key: string, { type, value }: MetadataValue): void {
    this.string(key);
    switch (type) {
      case "uint32":
        this.uint32(VALUE.uint32);
        this.uint32(value);
        break;
      case "float32": {
        this.uint32(VALUE.float32);
        const bytes = Buffer.alloc(4);
        bytes.writeFloatLE(value);
        this.#pieces.push(bytes);
        break;
      }
      case "string":
        this.uint32(VALUE.string);
        this.string(value);
        break;
      case "strings":
        this.#array(VALUE.string, value.length);
        for (const text of value) this.string(text);
        break;
      case "int32s": {
        this.#array(VALUE.int32, value.length);
        const bytes = Buffer.alloc(4 * value.length);
        value.forEach((number, index) => bytes.writeInt32LE(number, 4 * index));
        this.#pieces.push(bytes);
        break;
      }
    }
  }

  #array(elements: number, length: number): void {
    this.uint32(VALUE.array);
    this.uint32(elements);
    this.uint64(length);
  }
}
