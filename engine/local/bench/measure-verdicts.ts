import type { GenerateRequest, GenerateResult, Usage } from "../../engine.ts";
import { median } from "./median.ts";
import { type TimeBudget, repeatTimed } from "./repeat-timed.ts";

export interface VerdictFigures {
  readonly inFlight: number;
  /** The number of measured verdicts. */
  readonly count: number;
  /** Median over the rounds. */
  readonly perSecond: number;
  /** Median latency of a request. */
  readonly milliseconds: number;
  /** Means over the measured verdicts. */
  readonly usage: Usage;
}

/**
 * Measures complete verdicts, `inFlight` at a time, in rounds of `count`. The policy's part of the prompt is cached
 * first.
 */
export async function measureVerdicts(
  generate: (request: GenerateRequest) => Promise<GenerateResult>,
  request: (item: number) => GenerateRequest,
  { inFlight, count }: { readonly inFlight: number; readonly count: number },
  budget: TimeBudget,
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
  const times = await repeatTimed(round, budget);
  // Without the warm-up round.
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
