import type { ChartSeries } from "../../kit/chart-scale.ts";
import {
  type Bucket,
  cachedTokens,
  errorRate,
  meanEngine,
  meanWait,
  reusedShare,
  settled,
  type Sums,
  violationRate,
} from "./figures.ts";
import { formatCount, formatMs, formatPercent } from "./formats.ts";

export interface Chart {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
}

/** The number of policies with their own line: more could not be distinguished. */
const MAX_LINES = 5;

/** All charts of the page, from the buckets of a period. */
export function chartsOf(buckets: readonly Bucket[], policies: readonly string[]): readonly Chart[] {
  const line = (name: string, value: (sums: Sums) => number | null): ChartSeries => ({
    name,
    values: buckets.map(({ sums }) => value(sums)),
  });
  const rate = buckets.map(({ sums }) => violationRate(sums));
  return [
    {
      title: "Verdicts by outcome",
      format: formatCount,
      series: [
        line("No violation", ({ allowed }) => allowed),
        line("Violation", ({ violation }) => violation),
        line("Failed", ({ failed }) => failed),
        line("Expired", ({ expired }) => expired),
      ],
    },
    {
      title: "Violation rate, with its 95 % interval",
      format: formatPercent,
      series: [{ name: "Rate", values: rate.map((share) => share?.value ?? null), band: rate }],
    },
    {
      title: "Verdicts by policy",
      format: formatCount,
      series: policies.slice(0, MAX_LINES).map((policy) => ({
        name: policy,
        values: buckets.map(({ byPolicy }) => {
          const sums = byPolicy.get(policy);
          return sums === undefined ? 0 : settled(sums);
        }),
      })),
    },
    {
      title: "Waiting and judging",
      format: formatMs,
      series: [
        line("Mean wait", meanWait),
        line("Longest wait", longestWait),
        line("Engine time", meanEngine),
      ],
    },
    {
      title: "Tokens",
      format: formatCount,
      series: [
        line("Prompt", (sums) => sums.prompt_tokens),
        line("From the cache", (sums) => sums.cached_tokens),
        line("Written", (sums) => sums.reasoning_tokens + sums.completion_tokens),
      ],
    },
    {
      title: "Shares",
      format: formatPercent,
      series: [
        line("Reused", reusedShare),
        line("Cached tokens", cachedTokens),
        line("Not judged", (sums) => errorRate(sums)?.value ?? null),
      ],
    },
  ];
}

const longestWait = (sums: Sums): number | null => (sums.started === 0 ? null : sums.max_queued_ms);
