import type { OpenedModel } from "../opened-model.ts";
import { median } from "./median.ts";
import { prefillPrompt, allocateSlot } from "./prefill-prompt.ts";
import { type Patience, repeatTimed } from "./repeat-timed.ts";
import { scatteredTokens } from "./scattered-tokens.ts";

/** Median milliseconds from a prompt of `tokens` tokens to the token behind it. */
export async function measurePrefill(
  model: OpenedModel,
  tokens: number,
  patience: Patience,
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
  }, patience);
  return median(times);
}
