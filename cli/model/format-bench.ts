import type { ModelFigures, Rate } from "../../engine/local/bench/measure-model.ts";
import type { VerdictFigures } from "../../engine/local/bench/measure-verdicts.ts";
import type { OpenedModel } from "../../engine/local/opened-model.ts";
import { seconds } from "../printing/duration.ts";
import { formatFields, formatTable } from "../printing/table.ts";

export interface BenchReport extends ModelFigures {
  readonly model: Pick<OpenedModel, "model" | "notice" | "provider" | "engineVersion" | "maxNumSeqs">;
  readonly loadMs: number;
}

/** The report as a table. */
export function formatBench({ loadMs, prefill, decode, verdicts }: BenchReport): string {
  const rows = [
    ["load the model", "", seconds(loadMs)],
    ...prefill.map((rate) => [`prefill of ${count(rate.size)} tokens`, ...rateCells(rate)]),
    ...decode.map((rate) => [
      rate.size === 1 ? "decode, 1 sequence" : `decode, ${rate.size} sequences`,
      ...rateCells(rate),
      "per step",
    ]),
    ...(verdicts === null
      ? []
      : [
          [
            `verdicts, ${verdicts.inFlight} in flight`,
            `${verdicts.perSecond.toFixed(2)} verdicts/s`,
            seconds(verdicts.milliseconds),
            "per verdict",
          ],
        ]),
  ];
  const table = formatTable(["measured", "rate", "median"], rows);
  return verdicts === null ? table : `${table}\nMean of ${verdicts.count} verdicts\n${means(verdicts)}`;
}

/** The report for programs. */
export function benchJson({ model, loadMs, prefill, decode, verdicts }: BenchReport) {
  return {
    model: model.model,
    notice: model.notice,
    provider: model.provider,
    engine_version: model.engineVersion,
    max_num_seqs: model.maxNumSeqs,
    load_ms: rounded(loadMs),
    prefill: prefill.map(({ size, milliseconds, tokensPerSecond }) => ({
      tokens: size,
      tokens_per_second: rounded(tokensPerSecond),
      median_ms: rounded(milliseconds),
    })),
    decode: decode.map(({ size, milliseconds, tokensPerSecond }) => ({
      sequences: size,
      tokens_per_second: rounded(tokensPerSecond),
      median_step_ms: rounded(milliseconds),
    })),
    verdicts: verdicts && {
      in_flight: verdicts.inFlight,
      count: verdicts.count,
      per_second: rounded(verdicts.perSecond),
      median_ms: rounded(verdicts.milliseconds),
      mean_prompt_tokens: rounded(verdicts.usage.promptTokens),
      mean_cached_tokens: rounded(verdicts.usage.cachedTokens),
      cached_share: rounded(verdicts.usage.cachedTokens / verdicts.usage.promptTokens),
      mean_reasoning_tokens: rounded(verdicts.usage.reasoningTokens),
      mean_completion_tokens: rounded(verdicts.usage.completionTokens),
    },
  };
}

function means({ usage }: VerdictFigures): string {
  const { promptTokens, cachedTokens, reasoningTokens, completionTokens } = usage;
  return formatFields([
    ["prompt", `${Math.round(promptTokens)} tokens, ${percent(cachedTokens / promptTokens)} cached`],
    [
      "completion",
      `${Math.round(completionTokens)} tokens, ${Math.round(reasoningTokens)} of them reasoning`,
    ],
  ]);
}

function rateCells({ tokensPerSecond, milliseconds }: Rate): [string, string] {
  const digits = tokensPerSecond < 10 ? 2 : 0;
  const rate = tokensPerSecond.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return [`${rate} tokens/s`, milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : seconds(milliseconds)];
}

/** Rounds to the digits that are significant. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
