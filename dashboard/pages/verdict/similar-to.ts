import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import { codesOf } from "../../kit/codes.ts";

export interface SimilarQuery {
  readonly policy_id: string;
  readonly category?: string;
  readonly violation?: 0 | 1;
}

/** Records with the same policy and category; with the same decision, if the verdict has no category. */
export function similarTo(record: Pick<VerdictRecord, "policy" | "verdict">): SimilarQuery {
  const { category } = codesOf(record);
  if (category !== null) return { policy_id: record.policy.id, category };
  return {
    policy_id: record.policy.id,
    ...(record.verdict === null ? {} : { violation: record.verdict.violation }),
  };
}
