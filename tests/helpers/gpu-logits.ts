import { MAX_LOGPROB_TOKENS, type ModelRunner } from "../../engine/local/core/model-runner.ts";

/** The token ids of one part of the vocabulary, as many as one row of a step can request. */
export function logprobPart(part: number): number[] {
  return Array.from({ length: MAX_LOGPROB_TOKENS }, (_, index) => part * MAX_LOGPROB_TOKENS + index);
}

/**
 * Returns logits after `tokens` by token id. `slot` has their keys and values already: one step computes the last token
 * again for each part of the vocabulary.
 */
export async function logitsOfParts<Slot>(
  runner: ModelRunner<Slot>,
  slot: Slot,
  tokens: readonly number[],
  parts: readonly number[],
): Promise<Map<number, number>> {
  const position = tokens.length - 1;
  const slices = parts.map((part) => ({
    slot,
    tokens: tokens.slice(position),
    position,
    next: { mask: null, draw: null, logprobTokens: logprobPart(part) },
  }));
  const results = await runner.run(slices);
  return new Map(
    slices.flatMap(({ next }, row) =>
      next.logprobTokens.map((id, at) => [id, results[row]!.logits[at]!] as const),
    ),
  );
}
