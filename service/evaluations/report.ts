import { figuresOf } from "../../evaluation/metrics/figures-of.ts";
import { Stability } from "../../evaluation/metrics/stability.ts";
import { Tally } from "../../evaluation/metrics/tally.ts";
import type { EvaluationReport } from "../../schemas/evaluation-report.ts";
import type { Price } from "../config/config.ts";
import type { EvaluationStore } from "./evaluation-store.ts";

const TOKENS_PER_PRICE = 1_000_000;

/**
 * Computes the report of an evaluation. Items are read one by one and only counted: memory does not grow with their
 * number.
 */
export async function reportOf(
  store: Pick<EvaluationStore, "outcomes" | "effort">,
  id: string,
  price: Price | null,
): Promise<EvaluationReport> {
  const tally = new Tally();
  const stability = new Stability();
  for await (const { truth, judgements } of store.outcomes(id)) {
    tally.add({ truth, judgement: judgements[0] ?? null });
    stability.add(judgements);
  }
  const { usage, engine_ms } = await store.effort(id);
  return {
    ...figuresOf(tally.summary()),
    stability: stability.summary(),
    usage,
    engine_ms,
    cost: price === null ? null : costOf(usage, price),
  };
}

/** Reasoning is part of the completion. */
function costOf(usage: EvaluationReport["usage"], price: Price): NonNullable<EvaluationReport["cost"]> {
  const { promptPerMillion, completionPerMillion, currency } = price;
  const amount = usage.prompt_tokens * promptPerMillion + usage.completion_tokens * completionPerMillion;
  return { amount: amount / TOKENS_PER_PRICE, currency };
}
