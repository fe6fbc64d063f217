import type { ModelRunner } from "../../engine/local/core/model-runner.ts";

const LIKELIEST = { mask: null, draw: null, wanted: [] };

/** The likeliest `steps` tokens behind each prompt: prompts one after the other, then all sequences in every step. */
export async function runGreedily<Place>(
  runner: ModelRunner<Place>,
  prompts: readonly (readonly number[])[],
  steps: number,
): Promise<number[][]> {
  const sequences: { place: Place; position: number; chosen: number[] }[] = [];
  for (const tokens of prompts) {
    const opened = runner.open(tokens, 0);
    if (opened === null) throw new Error("no place is free");
    const [first] = await runner.run([{ place: opened.place, tokens, position: 0, next: LIKELIEST }]);
    sequences.push({ place: opened.place, position: tokens.length, chosen: [first!.token] });
  }
  for (let step = 1; step < steps; step += 1) {
    const slices = sequences.map((sequence) => {
      if (!runner.reserve(sequence.place, sequence.position + 1)) throw new Error("no memory is left");
      return {
        place: sequence.place,
        tokens: [sequence.chosen.at(-1)!],
        position: sequence.position++,
        next: LIKELIEST,
      };
    });
    const results = await runner.run(slices);
    results.forEach((result, index) => sequences[index]!.chosen.push(result!.token));
  }
  for (const { place } of sequences) runner.close(place);
  return sequences.map(({ chosen }) => chosen);
}
