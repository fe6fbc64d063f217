import { MAX_WANTED_LOGITS, type ModelRunner } from "../../engine/local/core/model-runner.ts";

/** The ids of one part of a vocabulary: as many as one row of a step can ask for. */
export function wantedPart(part: number): number[] {
  return Array.from({ length: MAX_WANTED_LOGITS }, (_, index) => part * MAX_WANTED_LOGITS + index);
}

/**
 * Logits behind `tokens`, of which `place` has the keys and values already, by id. One step computes the last token
 * again for each part of the vocabulary.
 */
export async function logitsOfParts<Place>(
  runner: ModelRunner<Place>,
  place: Place,
  tokens: readonly number[],
  parts: readonly number[],
): Promise<Map<number, number>> {
  const position = tokens.length - 1;
  const slices = parts.map((part) => ({
    place,
    tokens: tokens.slice(position),
    position,
    next: { mask: null, draw: null, wanted: wantedPart(part) },
  }));
  const results = await runner.run(slices);
  return new Map(
    slices.flatMap(({ next }, row) => next.wanted.map((id, at) => [id, results[row]!.logits[at]!] as const)),
  );
}
