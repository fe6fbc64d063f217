import { finish } from "./in-slices.ts";

/**
 * Byte-pair encoding of one piece: merges the adjacent pair of lowest rank, leftmost first, until no pair
 * has a rank. O(n log n) with a heap of candidate pairs.
 *
 * The merge of gpt-tokenizer is O(n^2): it took 10 s for 50,000 repetitions of one Chinese character, so a single
 * request could block the service. `bytes` is a byte string (see vocabulary.ts); every single byte has a rank.
 */
export function bytePairMerge(bytes: string, idOf: ReadonlyMap<string, number>): number[] {
  return finish(mergeSteps(bytes, idOf));
}

/** The same in steps with a bounded number of merges: a piece may be as long as the whole text. */
export function* mergeSteps(
  bytes: string,
  idOf: ReadonlyMap<string, number>,
): Generator<undefined, number[]> {
  const n = bytes.length;
  // A part is identified by its first byte. next/previous link the parts. pairRank[i] is the rank of part i merged
  // with the part after it; -1 if that is not a token, or if part i has been merged into the part before it.
  const next = new Int32Array(n + 1);
  const previous = new Int32Array(n + 1);
  const pairRank = new Int32Array(n).fill(-1);
  const heap = new MinHeap();

  const rankPair = (part: number): void => {
    const second = next[part]!;
    const rank = second < n ? idOf.get(bytes.slice(part, next[second]!)) : undefined;
    pairRank[part] = rank ?? -1;
    if (rank !== undefined) {
      heap.push(rank * PART_LIMIT + part);
    }
  };

  for (let i = 0; i <= n; i += 1) {
    next[i] = i + 1;
    previous[i] = i - 1;
  }
  for (let i = 0; i < n - 1; i += 1) {
    rankPair(i);
    if (i % MERGES_PER_STEP === MERGES_PER_STEP - 1) yield;
  }

  let candidates = 0;
  for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
    const part = key % PART_LIMIT;
    candidates += 1;
    if (candidates % MERGES_PER_STEP === 0) yield;
    // A pair that has changed since it was pushed has another rank: ranks identify byte sequences uniquely.
    if (pairRank[part] !== (key - part) / PART_LIMIT) {
      continue;
    }
    const merged = next[part]!;
    const after = next[merged]!;
    next[part] = after;
    previous[after] = part;
    pairRank[merged] = -1;
    rankPair(part);
    if (previous[part]! >= 0) {
      rankPair(previous[part]!);
    }
  }

  const ids: number[] = [];
  for (let part = 0; part < n; part = next[part]!) {
    ids.push(idOf.get(bytes.slice(part, next[part]!))!);
  }
  return ids;
}

const MERGES_PER_STEP = 2048;

/** Heap keys are rank * 2^32 + part: below 2^50, exact in a double, ordered by rank and then by position. */
const PART_LIMIT = 2 ** 32;

class MinHeap {
  readonly #keys: number[] = [];

  push(key: number): void {
    const keys = this.#keys;
    let index = keys.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (keys[parent]! <= key) {
        break;
      }
      keys[index] = keys[parent]!;
      index = parent;
    }
    keys[index] = key;
  }

  pop(): number | undefined {
    const keys = this.#keys;
    const top = keys[0];
    const last = keys.pop();
    if (last === undefined || keys.length === 0) {
      return top;
    }
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= keys.length) {
        break;
      }
      if (child + 1 < keys.length && keys[child + 1]! < keys[child]!) {
        child += 1;
      }
      if (keys[child]! >= last) {
        break;
      }
      keys[index] = keys[child]!;
      index = child;
    }
    keys[index] = last;
    return top;
  }
}
