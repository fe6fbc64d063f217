import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../../../service/config/read-config.ts";

const active = (id: string) => ({ id, version: null });

describe("GAVEL_MODERATION_SETS", () => {
  it("reads sets of policies by name", () => {
    const { compat } = readConfig({
      GAVEL_MODERATION_SETS: "default=spam, hate@3 ;strict = spam,hate,harassment;",
    }).config;
    expect(compat.moderationSets).toEqual({
      default: [active("spam"), { id: "hate", version: 3 }],
      strict: [active("spam"), active("hate"), active("harassment")],
    });
    expect(Object.isFrozen(compat.moderationSets)).toBe(true);
  });

  it("is empty if it is not set", () => {
    expect(readConfig({}).config.compat).toEqual({ moderationSets: {}, guardrailPolicies: [] });
  });

  it.each([
    "spam",
    "=spam",
    "default=",
    "default=spam,",
    "default=spam;default=hate",
    "default=spam,spam",
    "default=spam,spam@2",
    "default=spam=hate",
    "Default=spam",
    "__proto__=spam",
    "default=Spam",
    "default=spam@x",
    ";",
    "default=a,b,c,d,e,f,g,h,i",
  ])("refuses %j", (value) => {
    expect(() => readConfig({ GAVEL_MODERATION_SETS: value })).toThrow(ConfigError);
    expect(() => readConfig({ GAVEL_MODERATION_SETS: value })).toThrow(/GAVEL_MODERATION_SETS must be/);
  });
});

describe("GAVEL_GUARDRAIL_POLICIES", () => {
  it("reads a list of policies", () => {
    expect(readConfig({ GAVEL_GUARDRAIL_POLICIES: "spam,hate@2" }).config.compat.guardrailPolicies).toEqual([
      active("spam"),
      { id: "hate", version: 2 },
    ]);
  });

  it.each([",", "spam,,hate", "spam;hate", "spam,spam", "a,b,c,d,e,f,g,h,i"])("refuses %j", (value) => {
    expect(() => readConfig({ GAVEL_GUARDRAIL_POLICIES: value })).toThrow(/GAVEL_GUARDRAIL_POLICIES must be/);
  });
});
