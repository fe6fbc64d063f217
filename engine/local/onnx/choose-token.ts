import { type ChosenToken, type NextToken, NO_TOKEN, type TokenBitmask } from "../core/model-runner.ts";

/** Chooses the next token from its logits (see NextToken). */
export function chooseToken(logits: Float32Array, { mask, draw, logprobTokens }: NextToken): ChosenToken {
  return {
    token: draw === null ? argmax(logits, mask) : sample(logits, mask, draw),
    logits: logprobTokens.map((id) => logits[id]!),
    logSumExp: logprobTokens.length === 0 ? Number.NaN : logSumExp(logits),
  };
}

/**
 * Returns the most likely token, and the one with the lowest id among equals. NO_TOKEN if no allowed token has a number
 * as its logit.
 */
export function argmax(logits: Float32Array, mask: TokenBitmask): number {
  let best = NO_TOKEN;
  let bestLogit = Number.NEGATIVE_INFINITY;
  // Runs over the whole vocabulary for every token: too hot for a callback (forEachAllowed). NaN never compares
  // greater.
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
  const mostLikely = argmax(logits, mask);
  if (mostLikely === NO_TOKEN) {
    return NO_TOKEN;
  }
  const max = logits[mostLikely]!;
  let sum = 0;
  forEachAllowed(logits, mask, (_, logit) => {
    sum += Math.exp(logit - max);
  });
  let left = uniform * sum;
  let chosen = mostLikely;
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

/** ln of the sum of e^logit over the whole vocabulary: a logit minus it is a log-probability. */
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
