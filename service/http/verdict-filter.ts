import type { VerdictQuery } from "../../schemas/verdict-query.ts";
import type { VerdictFilter } from "../judging/verdict-filter.ts";
import { instantParameter } from "./instant-parameter.ts";

/**
 * The filter of a query, which may have only some of the parameters. Throws invalid_request for a time that does not
 * exist.
 */
export function filterOf(query: VerdictQuery): VerdictFilter {
  const { since, until, metadata_key: key, metadata_value: value } = query;
  const filter = {
    policyId: query.policy_id,
    violation: query.violation,
    status: query.status,
    externalId: query.external_id,
    keyId: query.key_id,
    reviewState: query.review_state,
    since: since === undefined ? undefined : instantParameter("since", since),
    until: until === undefined ? undefined : instantParameter("until", until),
    category: query.category,
    ruleId: query.rule,
    confidence: query.confidence,
    minScore: query.min_score,
    maxScore: query.max_score,
    metadata: key === undefined ? undefined : { key, ...(value === undefined ? {} : { value }) },
    rationale: query.rationale,
  };
  return Object.fromEntries(
    Object.entries(filter).filter(([, condition]) => condition !== undefined),
  ) as VerdictFilter;
}
