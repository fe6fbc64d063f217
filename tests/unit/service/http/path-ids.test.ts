import { describe, expect, it } from "vitest";
import {
  keyIdOf,
  newPolicyIdOf,
  policyIdOf,
  policyVersionOf,
  verdictIdOf,
} from "../../../../service/http/path-ids.ts";

const HOSTILE = [
  "..",
  "../x",
  "a/b",
  "\0",
  "a\0",
  "spam\n",
  "%00",
  "SPAM",
  "é",
  " ",
  "x".repeat(10_000),
  "';--",
  "a\\b",
  ".",
];

describe("ids in paths", () => {
  it.each(HOSTILE)("refuses %j", (text) => {
    expect(() => policyIdOf(text)).toThrow(expect.objectContaining({ code: "policy_not_found" }));
    expect(() => newPolicyIdOf(text)).toThrow(expect.objectContaining({ code: "invalid_request" }));
    expect(() => policyVersionOf(text)).toThrow(
      expect.objectContaining({ code: "policy_version_not_found" }),
    );
    expect(() => verdictIdOf(text)).toThrow(expect.objectContaining({ code: "verdict_not_found" }));
    if (text !== "SPAM") expect(() => keyIdOf(text)).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  it.each(["0", "-1", "01", "1.0", "1e3", "2147483648", "9999999999", ""])(
    "refuses the version %j",
    (text) => {
      expect(() => policyVersionOf(text)).toThrow(
        expect.objectContaining({ code: "policy_version_not_found" }),
      );
    },
  );

  it("refuses what only looks like a UUID", () => {
    expect(() => verdictIdOf("urn:uuid:019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10")).toThrow();
    expect(() => verdictIdOf("019aab5e7d317c408b8e3f1f6a2c9d10")).toThrow();
  });

  it("accepts valid ids", () => {
    expect(policyIdOf("spam-v2.de_1")).toBe("spam-v2.de_1");
    expect(policyVersionOf("2147483647")).toBe(2_147_483_647);
    expect(verdictIdOf("019AAB5E-7D31-7C40-8B8E-3F1F6A2C9D10")).toBe("019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10");
    expect(keyIdOf("k3f9_A-1")).toBe("k3f9_A-1");
  });
});
