import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../../policies/parse-policy.ts";
import { exampleRecord } from "../../../../schemas/operations/examples.ts";
import type { RecordReview } from "../../../../schemas/review.ts";
import { statementOfReasonsSchema, type StatementRequest } from "../../../../schemas/statement-of-reasons.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import type { VerdictRecord } from "../../../../schemas/verdict-record.ts";
import { ServiceError } from "../../../../service/errors.ts";
import { draftStatement } from "../../../../service/statements/draft-statement.ts";

const policy = parsePolicy(
  Buffer.from(`---
title: Spam
categories:
  - { code: SP1, title: Not spam, violation: 0 }
  - { code: SP2, title: Unsolicited promotion, action: remove }
  - { code: SP3, title: Fraud }
rules: [SP2.a, SP2.b]
---
# Spam

SP2.a Offers. SP2.b Links.
`),
);

const MEASURE = { decision_visibility: ["DECISION_VISIBILITY_CONTENT_LABELLED" as const] };

function reviewed(state: RecordReview["state"], outcome: RecordReview["outcome"]): VerdictRecord {
  const decision = {
    id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d11",
    decision: "agree" as const,
    violation: 1 as const,
    policy_category: "SP3",
    key_id: "k1",
    decided_at: "2026-11-25T10:00:00.000Z",
    undone_at: null,
  };
  const undone = {
    ...decision,
    decided_at: "2026-11-26T10:00:00.000Z",
    undone_at: "2026-11-26T10:00:30.000Z",
  };
  return {
    ...exampleRecord,
    review: { state, reasons: ["sample"], reviewers: 1, appeals: 0, outcome, decisions: [decision, undone] },
  };
}

function faultsOf(record: VerdictRecord, request: StatementRequest): unknown {
  try {
    draftStatement(record, policy, request);
  } catch (error) {
    if (error instanceof ServiceError) {
      return [error.code, ...(error.faults ?? []).map(({ pointer }) => pointer)];
    }
    throw error;
  }
  return null;
}

describe("draftStatement", () => {
  it("is valid for the database, with the visibility that follows from the category's action", () => {
    const statement = draftStatement(exampleRecord, policy, {});
    expect(compileValidator(statementOfReasonsSchema)(statement).ok).toBe(true);
    expect(statement).toEqual({
      decision_visibility: ["DECISION_VISIBILITY_CONTENT_REMOVED"],
      decision_ground: "DECISION_GROUND_INCOMPATIBLE_CONTENT",
      incompatible_content_ground: "Policy spam (Spam), version 2, category SP2 (Unsolicited promotion)",
      incompatible_content_explanation:
        "The content was found to fall under category SP2 (Unsolicited promotion) of this policy, according to its rule SP2.a.",
      content_type: ["CONTENT_TYPE_TEXT"],
      category: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
      content_date: "2026-11-23",
      source_type: "SOURCE_VOLUNTARY",
      automated_detection: "Yes",
      decision_facts: expect.stringContaining("No person was involved in the decision."),
      application_date: "2026-11-23",
      automated_decision: "AUTOMATED_DECISION_FULLY",
      puid: exampleRecord.id,
    });
  });

  it("contains no words of the content: neither the rationale nor codes that the policy does not have", () => {
    const secret = "jane.doe@example.org";
    const record: VerdictRecord = {
      ...exampleRecord,
      external_id: secret,
      metadata: { user: secret },
      verdict: {
        violation: 1,
        policy_category: secret,
        rule_ids: [secret, "SP2.b"],
        confidence: secret,
        rationale: secret,
      },
    };
    const statement = draftStatement(record, policy, MEASURE);
    expect(JSON.stringify(statement)).not.toContain("jane");
    expect(statement.incompatible_content_explanation).toBe(
      "The content was found to violate this policy, according to its rule SP2.b.",
    );
    const quoted = draftStatement(record, policy, { ...MEASURE, include_rationale: true });
    expect(quoted.decision_facts).toContain(`The reason that the model gave: ${secret}`);
    expect(JSON.stringify({ ...quoted, decision_facts: "" })).not.toContain("jane");
  });

  it("says what people decided, when, and by which automated means", () => {
    const agreed = draftStatement(reviewed("agreed", { violation: 1, policy_category: "SP2" }), policy, {});
    expect(agreed).toMatchObject({
      automated_decision: "AUTOMATED_DECISION_PARTIALLY",
      application_date: "2026-11-25",
      decision_facts: expect.stringContaining("A person reviewed the result and confirmed it."),
      incompatible_content_explanation: expect.stringContaining("according to its rule SP2.a"),
    });
    const record = reviewed("overturned", { violation: 1, policy_category: "SP3" });
    const overturned = draftStatement(
      { ...record, verdict: { violation: 0, policy_category: "SP1", rule_ids: [], rationale: "Fine." } },
      policy,
      MEASURE,
    );
    expect(overturned).toMatchObject({
      automated_decision: "AUTOMATED_DECISION_NOT_AUTOMATED",
      incompatible_content_explanation:
        "The content was found to fall under category SP3 (Fraud) of this policy.",
    });
    const waiting = draftStatement(reviewed("needs_review", null), policy, {});
    expect(waiting).toMatchObject({
      automated_decision: "AUTOMATED_DECISION_FULLY",
      application_date: "2026-11-23",
    });
  });

  it("prefers fields that the caller provides", () => {
    const given = {
      decision_account: "DECISION_ACCOUNT_SUSPENDED",
      category: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
      category_specification: ["KEYWORD_PHISHING"],
      source_type: "SOURCE_ARTICLE_16",
      content_date: "2026-11-01",
      territorial_scope: ["DE", "FR"],
    } as const;
    const request = {
      ...given,
      category_specification: [...given.category_specification],
      territorial_scope: ["DE", "FR"],
    };
    const statement = draftStatement(exampleRecord, policy, request);
    expect(statement).toMatchObject({ ...request, automated_detection: "No" });
    expect(statement).not.toHaveProperty("decision_visibility");
    const illegal = draftStatement(exampleRecord, policy, {
      decision_ground: "DECISION_GROUND_ILLEGAL_CONTENT",
      illegal_content_legal_ground: "Section 263 StGB",
      illegal_content_explanation: "Fraud.",
    });
    expect(illegal).not.toHaveProperty("incompatible_content_ground");
  });

  it("requires fields that only the caller knows", () => {
    const { review: _, ...base } = exampleRecord;
    const noAction = {
      ...base,
      review: null,
      verdict: { violation: 1 as const, policy_category: "SP3", rationale: "x" },
    };
    expect(faultsOf(noAction, {})).toEqual(["invalid_request", "/decision_visibility"]);
    expect(faultsOf(exampleRecord, { decision_ground: "DECISION_GROUND_ILLEGAL_CONTENT" })).toEqual(
      expect.arrayContaining([
        "invalid_request",
        "/illegal_content_legal_ground",
        "/illegal_content_explanation",
      ]),
    );
    expect(faultsOf(exampleRecord, { decision_visibility: ["DECISION_VISIBILITY_OTHER"] })).toContain(
      "/decision_visibility_other",
    );
    expect(faultsOf(exampleRecord, { content_type: ["CONTENT_TYPE_OTHER"] })).toContain(
      "/content_type_other",
    );
  });

  it("is refused for a record that is not a violation", () => {
    const refused = ["statement_not_applicable"];
    expect(faultsOf({ ...exampleRecord, status: "failed", verdict: null }, {})).toEqual(refused);
    expect(faultsOf({ ...exampleRecord, status: "queued", verdict: null }, {})).toEqual(refused);
    expect(faultsOf({ ...exampleRecord, verdict: { violation: 0, rationale: "" } }, {})).toEqual(refused);
    expect(faultsOf(reviewed("overturned", { violation: 0, policy_category: null }), {})).toEqual(refused);
  });

  it("stays within the limits of the database", () => {
    const long = parsePolicy(
      Buffer.from(
        `---\ncategories: [{ code: SP2, title: "${"😀".repeat(99)}", action: remove }]\n---\n# ${"x".repeat(900)}\n\nSP2 Spam.\n`,
      ),
    );
    const record = { ...exampleRecord, verdict: { ...exampleRecord.verdict!, rationale: "y".repeat(9000) } };
    const statement = draftStatement(record, long, { include_rationale: true });
    expect(compileValidator(statementOfReasonsSchema)(statement).ok).toBe(true);
    expect([...statement.decision_facts]).toHaveLength(5000);
  });
});
