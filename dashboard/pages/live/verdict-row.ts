import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { codesOf } from "../../kit/codes.ts";
import { type Outcome, outcomeOf } from "../../kit/outcome.ts";

/** The parts of a record that the list shows. Whole records are larger, and the list may have very many. */
export interface VerdictRow {
  readonly id: string;
  readonly outcome: Outcome;
  readonly policyId: string;
  readonly version: number;
  readonly category: string;
  readonly score: number | null;
  readonly review: string | null;
  readonly words: string;
  readonly externalId: string;
  readonly at: string;
}

const MAX_WORDS = 240;

export function rowOf(record: VerdictRecord): VerdictRow {
  const { verdict, error } = record;
  return {
    id: record.id,
    outcome: outcomeOf(record),
    policyId: record.policy.id,
    version: record.policy.version,
    category: codesOf(record).category ?? "",
    score: record.score,
    review: record.review?.state ?? null,
    words: (verdict?.rationale ?? error?.title ?? "").slice(0, MAX_WORDS),
    externalId: record.external_id ?? "",
    at: record.completed_at ?? record.created_at,
  };
}
