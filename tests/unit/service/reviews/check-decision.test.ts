import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../../policies/parse-policy.ts";
import { ServiceError } from "../../../../service/errors.ts";
import { checkDecision } from "../../../../service/reviews/check-decision.ts";

const DECLARED = parsePolicy(
  Buffer.from(
    "---\ncategories:\n  - { code: SP1, violation: 0 }\n  - { code: SP2 }\n  - { code: SP 3 }\n---\n# Spam\n\nSP2 Offers.\n",
  ),
);
const INFERRED = parsePolicy(Buffer.from("# Spam\n\nSP1 Not spam.\n\nSP2 Spam: offers of prizes.\n"));
const RECORD = { verdict: { violation: 1 as const, policy_category: "SP2", rationale: "…" } };
const REASON = "Because.";

function check(request: object, policy = DECLARED, record: Parameters<typeof checkDecision>[1] = RECORD) {
  return checkDecision(request as Parameters<typeof checkDecision>[0], record, policy);
}

function pointersOf(request: object, policy = DECLARED): readonly string[] {
  try {
    check(request, policy);
  } catch (error) {
    if (error instanceof ServiceError && error.code === "invalid_request") {
      return error.faults.map(({ pointer }) => pointer);
    }
    throw error;
  }
  return [];
}

describe("checkDecision", () => {
  it("copies the model's codes for an agreement, and has none for unsure and escalated", () => {
    expect(check({ decision: "agree" })).toEqual({
      decision: "agree",
      violation: 1,
      policyCategory: "SP2",
      reason: null,
    });
    for (const decision of ["unsure", "escalate"]) {
      expect(check({ decision, reason: REASON })).toEqual({
        decision,
        violation: null,
        policyCategory: null,
        reason: REASON,
      });
    }
  });

  it("never copies a category that is not a code", () => {
    const verdict = { ...RECORD.verdict, policy_category: "whatever the content says" };
    expect(check({ decision: "agree" }, INFERRED, { verdict })).toMatchObject({ policyCategory: null });
  });

  it("overturns to no violation, or to a category", () => {
    expect(check({ decision: "overturn", violation: 0, reason: REASON })).toEqual({
      decision: "overturn",
      violation: 0,
      policyCategory: null,
      reason: REASON,
    });
    const other = { decision: "overturn", violation: 1, policy_category: "SP 3", reason: REASON };
    expect(check(other)).toMatchObject({ violation: 1, policyCategory: "SP 3" });
    expect(check({ ...other, violation: 0, policy_category: "SP1" })).toMatchObject({
      policyCategory: "SP1",
    });
  });

  it.each([
    [{ decision: "overturn" }, ["/violation", "/reason"]],
    [{ decision: "overturn", violation: 0 }, ["/reason"]],
    [{ decision: "overturn", violation: 1, reason: REASON }, ["/policy_category"]],
    [{ decision: "overturn", violation: 1, policy_category: "SP1", reason: REASON }, ["/policy_category"]],
    [{ decision: "overturn", violation: 1, policy_category: "SP9", reason: REASON }, ["/policy_category"]],
    [{ decision: "overturn", violation: 1, policy_category: "SP2", reason: REASON }, ["/violation"]],
    [{ decision: "agree", violation: 1 }, ["/violation"]],
    [{ decision: "unsure", policy_category: null }, ["/policy_category"]],
  ])("refuses %j at %j", (request, pointers) => {
    expect(pointersOf(request)).toEqual(pointers);
  });

  it("does not enforce inferred categories", () => {
    const request = { decision: "overturn", violation: 1, reason: REASON };
    expect(pointersOf({ ...request, policy_category: "SP7.x" }, INFERRED)).toEqual([]);
    expect(pointersOf(request, INFERRED)).toEqual([]);
    expect(pointersOf({ ...request, policy_category: "two words" }, INFERRED)).toEqual(["/policy_category"]);
  });
});
