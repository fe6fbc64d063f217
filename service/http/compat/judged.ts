import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import type { Verdict } from "../../../schemas/verdict.ts";
import { isSettled } from "../../judging/settled-waiters.ts";
import { ServiceError } from "../../errors.ts";

const RETRY_AFTER_SECONDS = 5;

/**
 * Outcomes that say nothing about the item itself: the engine was not there. Every other failure stays with
 * the item, and must not look like an outage: some callers let content pass while a guardrail is out.
 */
const OUTAGES: ReadonlySet<string> = new Set(["engine_unavailable", "engine_aborted", "item_expired"]);

/** A record that was judged, with its verdict. */
export interface Judged {
  readonly record: VerdictRecord;
  readonly verdict: Verdict;
}

/** Null where there is no verdict: not judged yet, failed, expired or gone. */
export function judgedOf(record: VerdictRecord | null): Judged | null {
  if (record?.status !== "completed" || record.verdict === null) return null;
  return { record, verdict: record.verdict as unknown as Verdict };
}

/**
 * All as judged. Throws ServiceError not_judged_in_time (503), not_ready (503) or judging_failed (422) for the
 * first that is not: there is no answer about content that nobody judged.
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
      "Judging goes on; nothing is known of the content yet.",
      retry,
    );
  }
  const code = record.error?.code ?? record.status;
  const detail = `Verdict ${record.id} ended ${record.status} with ${code}.`;
  return OUTAGES.has(code)
    ? new ServiceError("not_ready", detail, retry)
    : new ServiceError("judging_failed", detail);
}

/** The probability of violation, or, where the engine gives none, 1 or 0 by the verdict. */
export function scoreOf({ record, verdict }: Judged): number {
  return record.score ?? verdict.violation;
}

/** The category that decided, where the policy's verdicts name one. */
export function categoryOf({ verdict }: Judged): string | null {
  const category = verdict["policy_category"];
  return typeof category === "string" ? category : null;
}
