import type { ModelRunner } from "../../engine/local/core/model-runner.ts";
import { logitsOfParts } from "./gpu-logits.ts";
import { relativeError } from "./relative-error.ts";

/**
 * Computes tokens in chunks that end at `ends`, and returns the relative error of the logits after the last. `expected` has
 * the logits of the reference after each token. Only the given parts of the vocabulary are compared.
 */
export async function errorAfter<Slot>(
  runner: ModelRunner<Slot>,
  {
    tokens,
    expected,
    parts,
  }: { tokens: readonly number[]; expected: Float64Array[]; parts: readonly number[] },
  ends: readonly number[],
): Promise<number> {
  const length = ends.at(-1)!;
  const prompt = tokens.slice(0, length);
  const { slot } = runner.allocate(prompt, 0)!;
  let position = 0;
  for (const end of ends) {
    await runner.run([{ slot, tokens: prompt.slice(position, end), position, next: null }]);
    position = end;
  }
  const actual = await logitsOfParts(runner, slot, prompt, parts);
  runner.free(slot);
  const reference = expected[length - 1]!;
  const ids = [...actual.keys()].filter((id) => id < reference.length);
  return relativeError(
    ids.map((id) => actual.get(id)!),
    ids.map((id) => reference[id]!),
  );
}
