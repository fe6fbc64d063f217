import { EngineFailedError } from "../errors.ts";

/** One bit per token id, 32 to a word, lowest bit first: a set bit allows the token. Null allows all. */
export type TokenBitmask = Int32Array | null;

/** Chooses the next token from its logits. */
export type Sampler = (logits: Float32Array, mask: TokenBitmask) => number;

/** The likeliest token; of equals the one with the lowest id. */
export function greedySampler(): Sampler {
  return argmax;
}

/**
 * Draws from the softmax at temperature 1. The draws depend on `seed` and on how many came before, not on
 * what else is decoded at the time.
 */
export function seededSampler(seed: number): Sampler {
  const uniform = sfc32(seed);
  return (logits, mask) => sample(logits, mask, uniform());
}

/** Throws EngineFailedError where no allowed token has a number for a logit. */
export function argmax(logits: Float32Array, mask: TokenBitmask): number {
  let best = -1;
  let bestLogit = Number.NEGATIVE_INFINITY;
  // Run for every token over the whole vocabulary, hence not by forEachAllowed. A comparison with NaN is false.
  for (let first = 0; first < logits.length; first += 32) {
    const bits = mask === null ? -1 : mask[first >>> 5]!;
    if (bits === 0) {
      continue;
    }
    const end = Math.min(first + 32, logits.length);
    for (let id = first; id < end; id += 1) {
      if (logits[id]! > bestLogit && (bits >>> (id - first)) & 1) {
        best = id;
        bestLogit = logits[id]!;
      }
    }
  }
  if (best < 0) {
    throw new EngineFailedError("The model's output holds no token that may follow.", { retryable: false });
  }
  return best;
}

/** Inverts the cumulative distribution over the allowed tokens at `uniform` in [0, 1). */
export function sample(logits: Float32Array, mask: TokenBitmask, uniform: number): number {
  const likeliest = argmax(logits, mask);
  const max = logits[likeliest]!;
  let sum = 0;
  forEachAllowed(logits, mask, (_, logit) => {
    sum += Math.exp(logit - max);
  });
  let left = uniform * sum;
  let chosen = likeliest;
  let found = false;
  forEachAllowed(logits, mask, (id, logit) => {
    if (found) {
      return;
    }
    left -= Math.exp(logit - max);
    if (left < 0) {
      chosen = id;
      found = true;
    }
  });
  return chosen;
}

/** ln of the sum of e^logit; over the whole vocabulary it is what turns a logit into a log-probability. */
export function logSumExp(logits: Float32Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id += 1) {
    max = Math.max(max, logits[id]!);
  }
  if (max === Number.NEGATIVE_INFINITY) {
    return max;
  }
  let sum = 0;
  for (let id = 0; id < logits.length; id += 1) {
    sum += Math.exp(logits[id]! - max);
  }
  return max + Math.log(sum);
}

/** Calls `visit` for every allowed id whose logit is a number, in ascending order. */
export function forEachAllowed(
  logits: Float32Array,
  mask: TokenBitmask,
  visit: (id: number, logit: number) => void,
): void {
  if (mask === null) {
    for (let id = 0; id < logits.length; id += 1) {
      visitNumber(id, logits[id]!, visit);
    }
    return;
  }
  for (let word = 0; word < mask.length; word += 1) {
    let bits = mask[word]!;
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits & -bits);
      bits &= bits - 1;
      const id = word * 32 + bit;
      if (id < logits.length) {
        visitNumber(id, logits[id]!, visit);
      }
    }
  }
}

function visitNumber(id: number, logit: number, visit: (id: number, logit: number) => void): void {
  if (!Number.isNaN(logit)) {
    visit(id, logit);
  }
}

/**
 * Chris Doty-Humphrey's sfc32 (PractRand, public domain), seeded with all 64 bits of the number and run in.
 * 53 random bits a draw: a vocabulary has tokens far below a 32-bit generator's resolution.
 */
function sfc32(seed: number): () => number {
  const words = new Uint32Array(Float64Array.of(seed).buffer);
  let a = words[0]!;
  let b = words[1]!;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + result) >>> 0;
    return result;
  };
  for (let round = 0; round < 20; round += 1) {
    next();
  }
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}
