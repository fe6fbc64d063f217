import type { OpenedModel } from "../open-model.ts";
import { median } from "./median.ts";
import { computePrompt, openSequence } from "./open-sequence.ts";
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
    const place = openSequence(runner, prompt);
    try {
      await computePrompt(model, place, prompt);
    } finally {
      runner.close(place);
    }
  }, patience);
  return median(times);
}
