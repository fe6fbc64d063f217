import type { OpenedModel } from "../opened-model.ts";
import { ModelSession } from "../model-session.ts";
import { measureDecode } from "./measure-decode.ts";
import { measurePrefill } from "./measure-prefill.ts";
import { measureVerdicts, type VerdictFigures } from "./measure-verdicts.ts";
import { verdictRequests, type VerdictShape } from "./verdict-requests.ts";

export interface Workload {
  /** Prompt lengths. */
  readonly prefill: readonly number[];
  /** Numbers of sequences decoded together; those above the model's `maxNumSeqs` are skipped. */
  readonly decode: readonly number[];
  /** Verdicts per round, with as many in flight as the model runs at a time. 0 skips them. */
  readonly verdicts: number;
  /** Skips verdicts if one would take longer than this, estimated from the measured decode time. */
  readonly longestVerdictMs: number;
  readonly verdictShape: VerdictShape;
}

/** The median of a prefill, or of a decode step. */
export interface Rate {
  /** Prompt tokens, or sequences decoded together. */
  readonly size: number;
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
}

export interface ModelFigures {
  readonly prefill: readonly Rate[];
  readonly decode: readonly Rate[];
  readonly verdicts: VerdictFigures | null;
}

/** Length of the prompts in the decode measurement. */
export const DECODE_PROMPT_TOKENS = 512;
/** The time limit of one figure. */
const BUDGET_MS = 15_000;
/** About the length of the default verdict, without the reasoning. */
const ANSWER_TOKENS = 60;

/** Measures prefill, decode and verdicts of an opened model. Verdicts are last, because they fill the prefix cache. */
export async function measureModel(
  model: OpenedModel,
  { prefill, decode, verdicts, longestVerdictMs, verdictShape }: Workload,
  { signal, onMeasure }: { readonly signal: AbortSignal; readonly onMeasure: (what: string) => void },
): Promise<ModelFigures> {
  const budget = (repeats: number) => ({ repeats, budgetMs: BUDGET_MS, signal });
  const prefills: Rate[] = [];
  for (const size of prefill) {
    onMeasure(`a prompt of ${size} tokens`);
    prefills.push(rate(size, await measurePrefill(model, size, budget(7))));
  }
  const decodes: Rate[] = [];
  const promptTokens = Math.min(DECODE_PROMPT_TOKENS, Math.floor(model.maxContextTokens / 2));
  for (const sequences of decode.filter((size) => size <= model.maxNumSeqs)) {
    onMeasure(`decoding, ${sequences} at a time`);
    decodes.push(rate(sequences, await measureDecode(model, { sequences, promptTokens }, budget(48))));
  }
  const verdictMs = (decodes.at(-1)?.milliseconds ?? 0) * (verdictShape.maxReasoningTokens + ANSWER_TOKENS);
  if (verdicts === 0 || verdictMs > longestVerdictMs) {
    return { prefill: prefills, decode: decodes, verdicts: null };
  }
  onMeasure(`verdicts, ${model.maxNumSeqs} at a time`);
  const session = new ModelSession(model);
  const figures = await measureVerdicts(
    (request) => session.generate(request, { signal }),
    verdictRequests(verdictShape),
    { inFlight: model.maxNumSeqs, count: verdicts },
    budget(3),
  );
  return { prefill: prefills, decode: decodes, verdicts: figures };
}

function rate(size: number, milliseconds: number): Rate {
  return { size, milliseconds, tokensPerSecond: (size * 1000) / milliseconds };
}
