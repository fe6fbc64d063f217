import type { ModelRunner, NextToken } from "../core/model-runner.ts";
import type { OpenedModel } from "../open-model.ts";

export interface MeasureOptions {
  /** Tokens of the prompt that decoding begins behind. */
  readonly promptTokens: number;
  readonly prefill: readonly number[];
  readonly decode: readonly number[];
  readonly steps: number;
  readonly onFigure: (figure: Figure) => void;
}

export interface Figure {
  readonly what: "prefill" | "decode";
  /** Tokens of the prompt, or sequences decoded together. */
  readonly size: number;
  readonly tokensPerSecond: number;
  /** Median of one prompt, or of one step. */
  readonly milliseconds: number;
}

const GREEDY: NextToken = { mask: null, draw: null, wanted: [] };
const REPEATS = 5;

/** The model alone, without requests: how fast it reads prompts, and how fast it writes for so many sequences. Medians. */
export async function measureModel(
  { runner, maxNumSeqs }: OpenedModel,
  options: MeasureOptions,
): Promise<void> {
  await prefill(runner, options.prefill[0] ?? options.promptTokens);
  for (const tokens of options.prefill) {
    const times: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      times.push(await prefill(runner, tokens));
    }
    const milliseconds = median(times);
    options.onFigure({
      what: "prefill",
      size: tokens,
      milliseconds,
      tokensPerSecond: (tokens * 1000) / milliseconds,
    });
  }
  for (const sequences of options.decode.filter((count) => count <= maxNumSeqs)) {
    const milliseconds = await decode(runner, sequences, options);
    options.onFigure({
      what: "decode",
      size: sequences,
      milliseconds,
      tokensPerSecond: (sequences * 1000) / milliseconds,
    });
  }
}

async function prefill(runner: ModelRunner<unknown>, count: number): Promise<number> {
  const tokens = someTokens(count, count);
  const { place } = opened(runner, tokens);
  const start = performance.now();
  await runner.run([{ place, tokens, position: 0, next: GREEDY }]);
  const time = performance.now() - start;
  runner.close(place);
  return time;
}

/** Median milliseconds of a step of one token for each of the sequences. */
async function decode(
  runner: ModelRunner<unknown>,
  sequences: number,
  { promptTokens, steps }: MeasureOptions,
): Promise<number> {
  const running: { place: unknown; token: number; position: number }[] = [];
  for (let index = 0; index < sequences; index += 1) {
    const tokens = someTokens(promptTokens, index);
    const { place } = opened(runner, tokens);
    const [chosen] = await runner.run([{ place, tokens, position: 0, next: GREEDY }]);
    running.push({ place, token: chosen!.token, position: promptTokens });
  }
  const times: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const start = performance.now();
    for (const { place, position } of running) {
      if (!runner.reserve(place, position + 1)) throw new Error("not enough memory for keys and values");
    }
    const chosen = await runner.run(
      running.map(({ place, token, position }) => ({ place, tokens: [token], position, next: GREEDY })),
    );
    running.forEach((sequence, index) => {
      sequence.token = chosen[index]!.token;
      sequence.position += 1;
    });
    times.push(performance.now() - start);
  }
  for (const { place } of running) runner.close(place);
  return median(times.slice(Math.min(4, times.length >> 1)));
}

function opened(runner: ModelRunner<unknown>, tokens: readonly number[]) {
  const place = runner.open(tokens, 0);
  if (place === null) throw new Error("not enough memory for keys and values");
  return place;
}

/** Ordinary tokens in no order. */
function someTokens(count: number, salt: number): number[] {
  return Array.from({ length: count }, (_, index) => (index * 7919 + salt * 104_729 + 13) % 190_000);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
