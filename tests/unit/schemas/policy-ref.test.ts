import { describe, expect, it } from "vitest";
import { parsePolicyRef } from "../../../schemas/policy-ref.ts";
import { POLICY_REFS, REFUSED_POLICY_REFS } from "../../helpers/policy-refs.ts";

describe("parsePolicyRef", () => {
  it.each(POLICY_REFS)("reads %s", (text, expected) => expect(parsePolicyRef(text)).toEqual(expected));

  it.each(REFUSED_POLICY_REFS)("refuses %j", (text) => expect(parsePolicyRef(text)).toBeNull());
});
