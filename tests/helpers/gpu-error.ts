import type { ModelRunner } from "../../engine/local/core/model-runner.ts";
import { logitsOfParts } from "./gpu-logits.ts";
import { relativeError } from "./relative-error.ts";

/**
 * The relative error of logits behind the last of `ends`, where tokens are computed in pieces that end there. `expected` has
 * the reference's logits behind each token; those of the given parts of the vocabulary are compared.
 */
export async function errorBehind<Slot>(
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
  const known = await logitsOfParts(runner, slot, prompt, parts);
  runner.free(slot);
  const behind = expected[length - 1]!;
  const ids = [...known.keys()].filter((id) => id < behind.length);
  return relativeError(
    ids.map((id) => known.get(id)!),
    ids.map((id) => behind[id]!),
  );
}
