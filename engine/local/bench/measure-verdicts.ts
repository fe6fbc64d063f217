import type { GenerateRequest, GenerateResult, Usage } from "../../engine.ts";
import { median } from "./median.ts";
import { type Patience, repeatTimed } from "./repeat-timed.ts";

export interface VerdictFigures {
  readonly inFlight: number;
  /** How many were measured. */
  readonly count: number;
  /** Median of the rounds. */
  readonly perSecond: number;
  /** Median from asking to the answer. */
  readonly milliseconds: number;
  /** Means of an item. */
  readonly usage: Usage;
}

/** Whole verdicts, `inFlight` at a time, in rounds of `count`; the policy's part of the prompt is cached before. */
export async function measureVerdicts(
  generate: (request: GenerateRequest) => Promise<GenerateResult>,
  request: (item: number) => GenerateRequest,
  { inFlight, count }: { readonly inFlight: number; readonly count: number },
  patience: Patience,
): Promise<VerdictFigures> {
  let item = 0;
  const results: { readonly milliseconds: number; readonly usage: Usage }[] = [];
  const judge = async () => {
    const next = request(item++);
    const start = performance.now();
    const { usage } = await generate(next);
    return { milliseconds: performance.now() - start, usage };
  };
  await judge();
  const round = async () => {
    let left = count;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        results.push(await judge());
      }
    };
    await Promise.all(Array.from({ length: Math.min(inFlight, count) }, worker));
  };
  const times = await repeatTimed(round, patience);
  // The rounds whose time counts: not the one that warms up.
  const measured = results.slice(-times.length * count);
  const mean = (key: keyof Usage) =>
    measured.reduce((sum, { usage }) => sum + usage[key], 0) / measured.length;
  return {
    inFlight,
    count: measured.length,
    perSecond: (count * 1000) / median(times),
    milliseconds: median(measured.map(({ milliseconds }) => milliseconds)),
    usage: {
      promptTokens: mean("promptTokens"),
      cachedTokens: mean("cachedTokens"),
      reasoningTokens: mean("reasoningTokens"),
      completionTokens: mean("completionTokens"),
    },
  };
}
