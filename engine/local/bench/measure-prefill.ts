import type { OpenedModel } from "../opened-model.ts";
import { median } from "./median.ts";
import { prefillPrompt, allocateSlot } from "./prefill-prompt.ts";
import { type TimeBudget, repeatTimed } from "./repeat-timed.ts";
import { scatteredTokens } from "./scattered-tokens.ts";

/** Returns the median milliseconds of a prefill of `tokens` tokens, including the choice of the next token. */
export async function measurePrefill(
  model: OpenedModel,
  tokens: number,
  budget: TimeBudget,
): Promise<number> {
  const { runner } = model;
  const prompt = scatteredTokens(tokens, tokens, model.encoding);
  const times = await repeatTimed(async () => {
    const slot = allocateSlot(runner, prompt);
    try {
      await prefillPrompt(model, slot, prompt);
    } finally {
      runner.free(slot);
    }
  }, budget);
  return median(times);
}
