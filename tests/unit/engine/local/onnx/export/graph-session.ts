import ort from "onnxruntime-node";
import type { ModelManifest } from "../../../../../../engine/local/onnx/export/model-manifest.ts";

/** Keys and values of `slots` sequences of at most `positions` tokens, in fixed slots that a run updates. */
export interface SharedCache {
  readonly slots: number;
  readonly positions: number;
  readonly buffers: readonly { readonly key: Float32Array; readonly value: Float32Array }[];
}

export function createCache(manifest: ModelManifest, slots: number, positions: number): SharedCache {
  const size = slots * manifest.kvHeads * positions * manifest.headDim;
  const buffers = Array.from({ length: manifest.layers }, () => ({
    key: new Float32Array(size),
    value: new Float32Array(size),
  }));
  return { slots, positions, buffers };
}

/**
 * One run over `rows`, in consecutive slots from `firstSlot` on. Each row has its new tokens and
 * its length before them. The new keys and values are appended to the cache.
 */
export async function step(
  session: ort.InferenceSession,
  manifest: ModelManifest,
  cache: SharedCache,
  rows: readonly { readonly tokens: readonly number[]; readonly pastLength: number }[],
  firstSlot = 0,
): Promise<Float32Array[]> {
  const sequence = rows[0]!.tokens.length;
  const lengths = rows.map((row) => row.pastLength + row.tokens.length);
  const ids = BigInt64Array.from(
    rows.flatMap((row) => row.tokens),
    BigInt,
  );
  const logits = new Float32Array(rows.length * manifest.vocabSize);
  const positions = BigInt64Array.from(
    rows.flatMap((row) => row.tokens.map((_, offset) => row.pastLength + offset)),
    BigInt,
  );
  const feeds: Record<string, ort.Tensor> = {
    input_ids: new ort.Tensor("int64", ids, [rows.length, sequence]),
    position_ids: new ort.Tensor("int64", positions, [rows.length, sequence]),
    seqlens_k: new ort.Tensor(
      "int32",
      Int32Array.from(lengths, (length) => length - 1),
      [rows.length],
    ),
    total_sequence_length: new ort.Tensor("int32", Int32Array.of(Math.max(...lengths)), [1]),
  };
  const fetches: Record<string, ort.Tensor | null> = {
    logits: new ort.Tensor("float32", logits, [rows.length, 1, manifest.vocabSize]),
  };
  const shape = [rows.length, manifest.kvHeads, cache.positions, manifest.headDim];
  const slotSize = manifest.kvHeads * cache.positions * manifest.headDim;
  for (const [layer, buffer] of cache.buffers.entries()) {
    for (const part of ["key", "value"] as const) {
      const view = buffer[part].subarray(firstSlot * slotSize, (firstSlot + rows.length) * slotSize);
      feeds[`past_${part}.${layer}`] = new ort.Tensor("float32", view, shape);
      fetches[`new_${part}.${layer}`] = null;
    }
  }
  const outputs = await session.run(feeds, fetches);
  const { kvHeads, headDim } = manifest;
  for (const [layer, buffer] of cache.buffers.entries()) {
    for (const part of ["key", "value"] as const) {
      const fresh = outputs[`new_${part}.${layer}`]!.data as Float32Array;
      fresh.forEach((element, at) => {
        const [dim, head] = [at % headDim, Math.floor(at / headDim) % kvHeads];
        const token = Math.floor(at / (headDim * kvHeads));
        const row = Math.floor(token / sequence);
        const position = rows[row]!.pastLength + (token % sequence);
        buffer[part][(firstSlot + row) * slotSize + (head * cache.positions + position) * headDim + dim] =
          element;
      });
    }
  }
  return rows.map((_, row) => logits.subarray(row * manifest.vocabSize, (row + 1) * manifest.vocabSize));
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (values[i]! > values[best]!) best = i;
  return best;
}
