import { describe, expect, it } from "vitest";
import { parsePolicyRef } from "../../../cli/policy-ref.ts";

describe("parsePolicyRef", () => {
  it("reads an id, and a version behind an @", () => {
    expect(parsePolicyRef("self-harm")).toEqual({ id: "self-harm" });
    expect(parsePolicyRef("spam@12")).toEqual({ id: "spam", version: 12 });
  });

  it.each(["", "@1", "spam@", "spam@x", "../keys", "a/b", "Spam", "spam@1@2", "spam\n"])(
    "refuses %j",
    (text) => {
      expect(() => parsePolicyRef(text)).toThrow("a policy is named by");
    },
  );
});
