import { exampleRecord } from "../../../../../schemas/operations/examples.ts";
import type { VerdictRecord } from "../../../../../schemas/verdict-record.ts";
import type { Judged } from "../../../../../service/http/compat/judged.ts";

/** A completed record of the policy with this verdict. */
export function judged(
  policyId: string,
  verdict: { readonly violation: 0 | 1; readonly [property: string]: unknown },
  record: Partial<VerdictRecord> = {},
): Judged {
  const whole = { rationale: "as the test says", ...verdict };
  return {
    verdict: whole,
    record: {
      ...exampleRecord,
      policy: { ...exampleRecord.policy, id: policyId },
      verdict: whole,
      ...record,
    },
  };
}
