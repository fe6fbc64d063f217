import { describe, expect, it } from "vitest";
import { resolveModel } from "../../../../../service/http/compat/moderation-model.ts";

const policy = (id: string, version: number | null = null) => ({ id, version });
const sets = { default: [policy("spam"), policy("hate", 2)], strict: [policy("violence")] };

describe("resolveModel", () => {
  it.each([
    undefined,
    null,
    "omni-moderation-latest",
    "omni-moderation-2024-09-26",
    "text-moderation-stable",
    "default",
  ])("uses the default set for %j", (model) =>
    expect(resolveModel(model, sets)).toEqual({ set: "default", policies: sets.default }),
  );

  it("prefers a set to a policy, and accepts a policy with or without a version", () => {
    expect(resolveModel("strict", sets)).toEqual({ set: "strict", policies: sets.strict });
    expect(resolveModel("spam", sets)).toEqual({ set: null, policies: [policy("spam")] });
    expect(resolveModel("spam@3", sets)).toEqual({ set: null, policies: [policy("spam", 3)] });
  });

  it("refuses unknown names", () => {
    expect(() => resolveModel(undefined, {})).toThrow(expect.objectContaining({ code: "invalid_request" }));
    expect(() => resolveModel("omni-moderation-latest", {})).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
    for (const model of ["", "Spam", "gpt-4o mini", "__proto__", "spam@0"]) {
      expect(() => resolveModel(model, sets)).toThrow(expect.objectContaining({ code: "policy_not_found" }));
    }
  });
});
