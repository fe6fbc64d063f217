import type { VerdictRecord } from "../../schemas/verdict-record.ts";

/** The data of a `webhook.test`: an example record of an item that never existed. */
export function testRecord(at: Date): VerdictRecord {
  return {
    id: "00000000-0000-7000-8000-000000000000",
    status: "completed",
    policy: { id: "webhook-test", version: 1, sha256: "0".repeat(64) },
    content_hmac: "0".repeat(64),
    external_id: null,
    metadata: null,
    priority: "interactive",
    key_id: "webhook-test",
    verdict: {
      violation: 0,
      policy_category: null,
      rule_ids: [],
      confidence: "high",
      rationale: "This is a test: nothing was judged.",
    },
    score: null,
    checks: null,
    model: null,
    usage: null,
    timing_ms: { queued: null, engine: null, total: null },
    attempts: 0,
    error: null,
    cached_from: null,
    retry_of: null,
    retried_as: null,
    review: null,
    created_at: at.toISOString(),
    completed_at: at.toISOString(),
    erased_at: null,
  };
}
