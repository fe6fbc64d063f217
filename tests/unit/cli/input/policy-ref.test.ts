import { describe, expect, it } from "vitest";
import { policiesOption, policyIdArgument, policyRefArgument } from "../../../../cli/input/policy-ref.ts";
import { POLICY_REFS, REFUSED_POLICY_REFS } from "../../../helpers/policy-refs.ts";

describe("policyRefArgument", () => {
  it.each(POLICY_REFS)("reads %s", (text, ref) => expect(policyRefArgument(text)).toEqual(ref));

  it.each(REFUSED_POLICY_REFS)("refuses %j", (text) => {
    expect(() => policyRefArgument(text)).toThrow("a policy's id has");
  });
});

describe("policyIdArgument", () => {
  it("refuses a version", () => {
    expect(policyIdArgument("spam")).toBe("spam");
    expect(() => policyIdArgument("spam@1")).toThrow("without a version");
  });
});

describe("policiesOption", () => {
  it("allows a version only for a single policy, and no more than eight policies", () => {
    expect(policiesOption(["spam@2"])).toEqual([{ id: "spam", version: 2 }]);
    expect(() => policiesOption(["spam@2", "hate"])).toThrow("can only be given for a single policy");
    expect(() => policiesOption(Array<string>(9).fill("spam"))).toThrow("at most 8 policies");
  });
});
