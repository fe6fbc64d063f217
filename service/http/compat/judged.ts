import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { Verdict } from "../../../schemas/verdict.ts";
import { isSettled } from "../../judging/settled-waiters.ts";
import { ServiceError } from "../../errors.ts";

const RETRY_AFTER_SECONDS = 5;

/**
 * Outcomes that are not caused by the item: the engine was unavailable. Every other failure is permanent for the item
 * and must not look like an outage, because some callers let content pass during one.
 */
const OUTAGES: ReadonlySet<string> = new Set(["engine_unavailable", "engine_aborted", "item_expired"]);

/** A record that was judged, with its verdict. */
export interface Judged {
  readonly record: VerdictRecord;
  readonly verdict: Verdict;
}

/** Returns null if there is no verdict: not judged yet, failed, expired or deleted. */
export function judgedOf(record: VerdictRecord | null): Judged | null {
  if (record?.status !== "completed" || record.verdict === null) return null;
  return { record, verdict: record.verdict as unknown as Verdict };
}

/**
 * Returns all records with their verdicts. Throws ServiceError not_judged_in_time (503), not_ready (503) or
 * judging_failed (422) for the first record without one: content that was not judged never gets a result.
 */
export function requireJudged(records: readonly (VerdictRecord | null)[]): readonly Judged[] {
  return records.map((record) => {
    const judged = judgedOf(record);
    if (judged === null) throw whyNotJudged(record);
    return judged;
  });
}

function whyNotJudged(record: VerdictRecord | null): ServiceError {
  const retry = { retryAfterSeconds: RETRY_AFTER_SECONDS };
  if (record === null || !isSettled(record)) {
    return new ServiceError(
      "not_judged_in_time",
      "The content was not judged before the end of the wait. Repeat the request later, or wait longer.",
      retry,
    );
  }
  const code = record.error?.code ?? record.status;
  const detail = `Verdict ${record.id} ended ${record.status} with ${code}.`;
  return OUTAGES.has(code)
    ? new ServiceError("not_ready", detail, retry)
    : new ServiceError("judging_failed", detail);
}

/** Returns the probability of violation or, if the engine returns none, 1 or 0 by the verdict. */
export function scoreOf({ record, verdict }: Judged): number {
  return record.score ?? verdict.violation;
}

/** Returns the category that the verdict cites, if it cites one. */
export function categoryOf({ verdict }: Judged): string | null {
  const category = verdict["policy_category"];
  return typeof category === "string" ? category : null;
}
