import { describe, expect, it } from "vitest";
import { parsePolicyRef } from "../../../../service/policies/policy-ref.ts";

describe("parsePolicyRef", () => {
  it.each([
    ["spam", { id: "spam", version: null }],
    ["spam@3", { id: "spam", version: 3 }],
    ["a.b_c-d@2147483647", { id: "a.b_c-d", version: 2_147_483_647 }],
  ])("reads %s", (text, expected) => expect(parsePolicyRef(text)).toEqual(expected));

  it.each([
    "",
    "@",
    "@3",
    "spam@",
    "spam@0",
    "spam@01",
    "spam@-1",
    "spam@1.5",
    "spam@2147483648",
    "spam@99999999999",
    "spam@3@4",
    "Spam",
    " spam",
    "spam\n",
    "../spam",
    "spam/x",
    "__proto__",
    "x".repeat(65),
  ])("refuses %j", (text) => expect(parsePolicyRef(text)).toBeNull());
});
