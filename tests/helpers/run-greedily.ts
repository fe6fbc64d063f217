import type { ModelRunner } from "../../engine/local/core/model-runner.ts";

const LIKELIEST = { mask: null, draw: null, logprobTokens: [] };

/** The likeliest `steps` tokens after each prompt: prompts one after the other, then all sequences in every step. */
export async function runGreedily<Slot>(
  runner: ModelRunner<Slot>,
  prompts: readonly (readonly number[])[],
  steps: number,
): Promise<number[][]> {
  const sequences: { slot: Slot; position: number; chosen: number[] }[] = [];
  for (const tokens of prompts) {
    const opened = runner.allocate(tokens, 0);
    if (opened === null) throw new Error("no slot is free");
    const [first] = await runner.run([{ slot: opened.slot, tokens, position: 0, next: LIKELIEST }]);
    sequences.push({ slot: opened.slot, position: tokens.length, chosen: [first!.token] });
  }
  for (let step = 1; step < steps; step += 1) {
    const slices = sequences.map((sequence) => {
      if (!runner.reserve(sequence.slot, sequence.position + 1)) throw new Error("no memory is left");
      return {
        slot: sequence.slot,
        tokens: [sequence.chosen.at(-1)!],
        position: sequence.position++,
        next: LIKELIEST,
      };
    });
    const results = await runner.run(slices);
    results.forEach((result, index) => sequences[index]!.chosen.push(result!.token));
  }
  for (const { slot } of sequences) runner.free(slot);
  return sequences.map(({ chosen }) => chosen);
}
