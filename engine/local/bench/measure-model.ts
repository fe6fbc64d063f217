import type { OpenedModel } from "../opened-model.ts";
import { ModelSession } from "../model-session.ts";
import { measureDecode } from "./measure-decode.ts";
import { measurePrefill } from "./measure-prefill.ts";
import { measureVerdicts, type VerdictFigures } from "./measure-verdicts.ts";
import { verdictRequests, type VerdictShape } from "./verdict-requests.ts";

export interface Workload {
  /** Lengths of prompts. */
  readonly prefill: readonly number[];
  /** Numbers of sequences decoded together; those above the model's `maxNumSeqs` are left out. */
  readonly decode: readonly number[];
  /** Verdicts of a round, as many in flight as the model takes at a time. 0 leaves them out. */
  readonly verdicts: number;
  /** Leaves verdicts out where one would take longer than this, going by the decoding measured before. */
  readonly longestVerdictMs: number;
  readonly verdictShape: VerdictShape;
}

/** Median of a prompt, or of a step. */
export interface Rate {
  /** Tokens of the prompt, or sequences decoded together. */
  readonly size: number;
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
}

export interface ModelFigures {
  readonly prefill: readonly Rate[];
  readonly decode: readonly Rate[];
  readonly verdicts: VerdictFigures | null;
}

/** Tokens of each prompt that is decoded behind. */
export const DECODE_PROMPT_TOKENS = 512;
/** For each figure. */
const BUDGET_MS = 15_000;
/** About what the default verdict has, behind the reasoning. */
const ANSWER_TOKENS = 60;

/** How fast an open model reads, writes and judges. Verdicts come last: what they keep of the policy is of no use to the others. */
export async function measureModel(
  model: OpenedModel,
  { prefill, decode, verdicts, longestVerdictMs, verdictShape }: Workload,
  { signal, onMeasure }: { readonly signal: AbortSignal; readonly onMeasure: (what: string) => void },
): Promise<ModelFigures> {
  const patience = (repeats: number) => ({ repeats, budgetMs: BUDGET_MS, signal });
  const prefills: Rate[] = [];
  for (const size of prefill) {
    onMeasure(`a prompt of ${size} tokens`);
    prefills.push(rate(size, await measurePrefill(model, size, patience(7))));
  }
  const decodes: Rate[] = [];
  const promptTokens = Math.min(DECODE_PROMPT_TOKENS, Math.floor(model.maxContextTokens / 2));
  for (const sequences of decode.filter((size) => size <= model.maxNumSeqs)) {
    onMeasure(`decoding, ${sequences} at a time`);
    decodes.push(rate(sequences, await measureDecode(model, { sequences, promptTokens }, patience(48))));
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
    patience(3),
  );
  return { prefill: prefills, decode: decodes, verdicts: figures };
}

function rate(size: number, milliseconds: number): Rate {
  return { size, milliseconds, tokensPerSecond: (size * 1000) / milliseconds };
}
