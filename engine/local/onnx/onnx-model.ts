import { type InferenceSession, type OnnxValue, Tensor } from "onnxruntime-node";
import { EngineFailedError } from "../../errors.ts";
import type { KvArray, KvCache, KvSlot } from "./kv-cache.ts";

/** One token of one sequence, and its position. */
export interface DecodeRow {
  readonly token: number;
  readonly position: number;
}

/**
 * Runs the model over the slots of a KV cache. The returned logits are views of one buffer: read them before the next
 * run.
 */
export class OnnxModel<S extends KvSlot> {
  readonly #session: InferenceSession;
  readonly #kv: KvCache<S>;
  readonly #vocabSize: number;
  readonly #logits: Float32Array;
  /** The KV cache's arrays as inputs, by "first:count". */
  readonly #pasts = new Map<string, Readonly<Record<string, Tensor>>>();
  #pastsAtResize = -1;

  constructor(session: InferenceSession, kv: KvCache<S>, vocabSize: number) {
    this.#session = session;
    this.#kv = kv;
    this.#vocabSize = vocabSize;
    this.#logits = new Float32Array(kv.maxSlots * vocabSize);
  }

  /**
   * Computes `tokens` of one sequence after `position` tokens of past. Returns the logits after the last.
   * (The operator takes several new tokens after a past for one sequence only.)
   */
  async prefill(slot: number, tokens: readonly number[], position: number): Promise<Float32Array> {
    await this.#run(slot, [{ tokens, position }]);
    return this.#row(0);
  }

  /** Computes one token for each of the slots 0..rows.length-1. Returns the logits by slot. */
  async decode(rows: readonly DecodeRow[]): Promise<Float32Array[]> {
    await this.#run(
      0,
      rows.map(({ token, position }) => ({ tokens: [token], position })),
    );
    return rows.map((_, row) => this.#row(row));
  }

  /** Computes equally many tokens for each slot from `first` on, and stores their keys and values. */
  async #run(first: number, rows: readonly Row[]): Promise<void> {
    const totals = rows.map(({ tokens, position }) => position + tokens.length);
    const longest = Math.max(...totals);
    this.#kv.ensure(longest);
    const ids = rows.flatMap(({ tokens }) => tokens);
    const positions = rows.flatMap(({ tokens, position }) => tokens.map((_, offset) => position + offset));
    const dims = [rows.length, ids.length / rows.length];
    let outputs: InferenceSession.OnnxValueMapType;
    try {
      outputs = await this.#session.run(
        {
          ...this.#past(first, rows.length),
          input_ids: new Tensor("int64", BigInt64Array.from(ids, BigInt), dims),
          position_ids: new Tensor("int64", BigInt64Array.from(positions, BigInt), dims),
          seqlens_k: new Tensor(
            "int32",
            Int32Array.from(totals, (total) => total - 1),
            [rows.length],
          ),
          total_sequence_length: new Tensor("int32", Int32Array.of(longest), [1]),
        },
        this.#fetches(rows.length),
      );
    } catch (cause) {
      throw new EngineFailedError("ONNX Runtime failed to run the model.", { cause, retryable: true });
    }
    this.#store(first, rows, outputs);
  }

  /** Appends the keys and values of the new tokens to their sequences. */
  #store(first: number, rows: readonly Row[], outputs: InferenceSession.OnnxValueMapType): void {
    const { layers, kvHeads, headDim } = this.#kv.shape;
    const length = rows[0]!.tokens.length * kvHeads * headDim;
    for (let layer = 0; layer < layers; layer += 1) {
      const keys = elementsOf(outputs[`new_key.${layer}`]!);
      const values = elementsOf(outputs[`new_value.${layer}`]!);
      rows.forEach(({ position }, row) => {
        const own = (array: KvArray): KvArray => array.subarray(row * length, (row + 1) * length);
        this.#kv.write(layer, first + row, position, own(keys), own(values));
      });
    }
  }

  #past(first: number, count: number): Readonly<Record<string, Tensor>> {
    if (this.#pastsAtResize !== this.#kv.resizes) this.#pasts.clear();
    this.#pastsAtResize = this.#kv.resizes;
    const key = `${first}:${count}`;
    let past = this.#pasts.get(key);
    if (past === undefined) {
      past = this.#bindPast(first, count);
      this.#pasts.set(key, past);
    }
    return past;
  }

  #bindPast(first: number, count: number): Readonly<Record<string, Tensor>> {
    const { kvHeads, headDim, layers, dtype } = this.#kv.shape;
    const dims = [count, kvHeads, this.#kv.capacity, headDim];
    const past: Record<string, Tensor> = {};
    for (let layer = 0; layer < layers; layer += 1) {
      past[`past_key.${layer}`] = new Tensor(dtype, this.#kv.keys(layer, first, count), dims);
      past[`past_value.${layer}`] = new Tensor(dtype, this.#kv.values(layer, first, count), dims);
    }
    return past;
  }

  /** The logits go into this object's buffer; the other outputs get memory of their own. */
  #fetches(count: number): Record<string, Tensor | null> {
    const logits = this.#logits.subarray(0, count * this.#vocabSize);
    const fetches: Record<string, Tensor | null> = {
      logits: new Tensor("float32", logits, [count, 1, this.#vocabSize]),
    };
    for (let layer = 0; layer < this.#kv.shape.layers; layer += 1) {
      fetches[`new_key.${layer}`] = fetches[`new_value.${layer}`] = null;
    }
    return fetches;
  }

  #row(row: number): Float32Array {
    return this.#logits.subarray(row * this.#vocabSize, (row + 1) * this.#vocabSize);
  }
}

/** New tokens of one sequence, and the position of the first. */
interface Row {
  readonly tokens: readonly number[];
  readonly position: number;
}

/** float16 values as their bits: newer versions of Node.js have an array of their own for them. */
function elementsOf(tensor: OnnxValue): KvArray {
  const data = tensor.data as Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  return tensor.type === "float32"
    ? (data as Float32Array<ArrayBuffer>)
    : new Uint16Array(data.buffer, data.byteOffset, data.length);
}
