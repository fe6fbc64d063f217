import type { OpenedModel } from "../opened-model.ts";
import { median } from "./median.ts";
import { prefillPrompt, GREEDY, allocateSlot, outOfMemory } from "./prefill-prompt.ts";
import { type TimeBudget, repeatTimed } from "./repeat-timed.ts";
import { scatteredTokens } from "./scattered-tokens.ts";

/**
 * Returns the median milliseconds of a decode step: one token for each sequence, each with its own prompt.
 *
 * The chosen tokens are read but not fed back, because an untrained model may repeat itself.
 */
export async function measureDecode(
  model: OpenedModel,
  { sequences, promptTokens }: { readonly sequences: number; readonly promptTokens: number },
  budget: TimeBudget,
): Promise<number> {
  const { runner } = model;
  const slots: unknown[] = [];
  try {
    for (let index = 0; index < sequences; index += 1) {
      budget.signal.throwIfAborted();
      const prompt = scatteredTokens(promptTokens, index, model.encoding);
      const slot = allocateSlot(runner, prompt);
      slots.push(slot);
      await prefillPrompt(model, slot, prompt);
    }
    let position = promptTokens;
    const times = await repeatTimed(async () => {
      if (!slots.every((slot) => runner.reserve(slot, position + 1))) throw outOfMemory();
      const tokens = scatteredTokens(sequences, position, model.encoding);
      await runner.run(
        slots.map((slot, index) => ({ slot, tokens: [tokens[index]!], position, next: GREEDY })),
      );
      position += 1;
    }, budget);
    return median(times);
  } finally {
    for (const slot of slots) runner.free(slot);
  }
}
