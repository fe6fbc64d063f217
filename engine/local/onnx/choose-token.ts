import { type ChosenToken, type NextToken, NO_TOKEN, type TokenBitmask } from "../core/model-runner.ts";

/** The next token from its logits, as ModelRunner asks for it. */
export function chooseToken(logits: Float32Array, { mask, draw, wanted }: NextToken): ChosenToken {
  return {
    token: draw === null ? argmax(logits, mask) : sample(logits, mask, draw),
    logits: wanted.map((id) => logits[id]!),
    logSumExp: wanted.length === 0 ? Number.NaN : logSumExp(logits),
  };
}

/** The likeliest token; of equals the one with the lowest id. NO_TOKEN where no allowed one has a number for a logit. */
export function argmax(logits: Float32Array, mask: TokenBitmask): number {
  let best = NO_TOKEN;
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
  return best;
}

/** Inverts the cumulative distribution over the allowed tokens at `uniform` in [0, 1). */
export function sample(logits: Float32Array, mask: TokenBitmask, uniform: number): number {
  const likeliest = argmax(logits, mask);
  if (likeliest === NO_TOKEN) {
    return NO_TOKEN;
  }
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
