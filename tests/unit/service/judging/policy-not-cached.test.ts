import { describe, expect, it } from "vitest";
import { SERVER_KINDS } from "../../../../engine/remote/remote-options.ts";
import { describePolicyNotCached } from "../../../../service/judging/policy-not-cached.ts";

describe("the warning of a policy that is not cached", () => {
  it.each(SERVER_KINDS)("says what to do about a server of kind %s", (kind) => {
    const server = "http://10.0.0.1:8000";
    const text = describePolicyNotCached({ server, kind, policyTokens: 900, requests: 16 });
    expect(text).toContain("900 tokens");
    expect(text).toMatch(/(?:Start|Use|Keep|Look) .*\.$/);
  });
});
