import { describe, expect, it } from "vitest";
import type { GuardrailRequest } from "../../../../../schemas/guardrail.ts";
import { guardrailPolicies } from "../../../../../service/http/compat/guardrail-policies.ts";

const spam = { id: "spam", version: null };
const named = (params: NonNullable<GuardrailRequest["additional_provider_specific_params"]> | null) => ({
  additional_provider_specific_params: params,
});

describe("guardrailPolicies", () => {
  it("uses the policies that the request names, each once", () => {
    expect(guardrailPolicies(named({ policy_id: "spam" }), [])).toEqual([spam]);
    expect(guardrailPolicies(named({ policy_id: "spam", policy_ids: ["spam", "hate@2"] }), [])).toEqual([
      spam,
      { id: "hate", version: 2 },
    ]);
  });

  it.each([undefined, null, {}, { policy_id: null, policy_ids: null }, { threshold: 0.8 }])(
    "uses the configured ones for %j",
    (params) => {
      const request = params === undefined ? {} : named(params);
      expect(guardrailPolicies(request, [spam])).toEqual([spam]);
      expect(() => guardrailPolicies(request, [])).toThrow(/GAVEL_GUARDRAIL_POLICIES/);
    },
  );

  it("refuses names that cannot be a policy's, and too many", () => {
    expect(() => guardrailPolicies(named({ policy_id: "../x" }), [spam])).toThrow(
      expect.objectContaining({ code: "policy_not_found" }),
    );
    const eight = ["a", "b", "c", "d", "e", "f", "g", "h"];
    expect(guardrailPolicies(named({ policy_ids: eight }), [])).toHaveLength(8);
    expect(() => guardrailPolicies(named({ policy_id: "i", policy_ids: eight }), [])).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });
});
