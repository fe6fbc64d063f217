import { type InferenceSession, Tensor } from "onnxruntime-node";
import { EngineFailedError } from "../../errors.ts";
import type { KvCache, KvSlot } from "./kv-cache.ts";

/** One token of one sequence, and its position. */
export interface DecodeRow {
  readonly token: number;
  readonly position: number;
}

/**
 * Runs the model over the slots of a KV cache.
 *
 * Past and present are the same memory: GroupQueryAttention compares the pointers and then only appends the new tokens
 * (onnxruntime/contrib_ops/cpu/bert/gqa_attention_base.h, past_present_share_buffer). The returned logits are views
 * of one buffer: read them before the next run.
 */
export class OnnxModel<S extends KvSlot> {
  readonly #session: InferenceSession;
  readonly #kv: KvCache<S>;
  readonly #vocabSize: number;
  readonly #logits: Float32Array;
  /** Feeds and fetches over the KV cache's present arrays, by "first:count". */
  readonly #bindings = new Map<string, Binding>();
  #boundAtResize = -1;

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
    const ids = new Tensor("int64", BigInt64Array.from(tokens, BigInt), [1, tokens.length]);
    await this.#run(slot, 1, ids, [position + tokens.length]);
    return this.#row(0);
  }

  /** Computes one token for each of the slots 0..rows.length-1. Returns the logits by slot. */
  async decode(rows: readonly DecodeRow[]): Promise<Float32Array[]> {
    const ids = new Tensor(
      "int64",
      BigInt64Array.from(rows, ({ token }) => BigInt(token)),
      [rows.length, 1],
    );
    const totals = rows.map(({ position }) => position + 1);
    await this.#run(0, rows.length, ids, totals);
    return rows.map((_, row) => this.#row(row));
  }

  /** `totals` are the past and new tokens of each row. */
  async #run(first: number, count: number, ids: Tensor, totals: readonly number[]): Promise<void> {
    this.#kv.ensure(Math.max(...totals));
    const { feeds, fetches } = this.#binding(first, count);
    try {
      await this.#session.run(
        {
          ...feeds,
          input_ids: ids,
          seqlens_k: new Tensor(
            "int32",
            Int32Array.from(totals, (total) => total - 1),
            [count],
          ),
          total_sequence_length: new Tensor("int32", Int32Array.of(Math.max(...totals)), [1]),
        },
        fetches,
      );
    } catch (cause) {
      throw new EngineFailedError("ONNX Runtime failed to run the model.", { cause, retryable: true });
    }
  }

  #binding(first: number, count: number): Binding {
    if (this.#boundAtResize !== this.#kv.resizes) this.#bindings.clear();
    this.#boundAtResize = this.#kv.resizes;
    const key = `${first}:${count}`;
    let binding = this.#bindings.get(key);
    if (binding === undefined) {
      binding = this.#bind(first, count);
      this.#bindings.set(key, binding);
    }
    return binding;
  }

  #bind(first: number, count: number): Binding {
    const { kvHeads, headDim, layers, dtype } = this.#kv.shape;
    const dims = [count, kvHeads, this.#kv.capacity, headDim];
    const logits = this.#logits.subarray(0, count * this.#vocabSize);
    const feeds: Record<string, Tensor> = {};
    const fetches: Record<string, Tensor> = {
      logits: new Tensor("float32", logits, [count, 1, this.#vocabSize]),
    };
    for (let layer = 0; layer < layers; layer += 1) {
      const key = new Tensor(dtype, this.#kv.keys(layer, first, count), dims);
      const value = new Tensor(dtype, this.#kv.values(layer, first, count), dims);
      feeds[`past_key.${layer}`] = fetches[`present_key.${layer}`] = key;
      feeds[`past_value.${layer}`] = fetches[`present_value.${layer}`] = value;
    }
    return { feeds, fetches };
  }

  #row(row: number): Float32Array {
    return this.#logits.subarray(row * this.#vocabSize, (row + 1) * this.#vocabSize);
  }
}

interface Binding {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly fetches: Readonly<Record<string, Tensor>>;
}
