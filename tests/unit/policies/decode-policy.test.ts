import { describe, expect, it } from "vitest";
import { decodePolicy } from "../../../policies/decode-policy.ts";
import { PolicyError } from "../../../policies/errors.ts";

function faultsOf(text: string): PolicyError["faults"] {
  try {
    decodePolicy(new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof PolicyError) return error.faults;
    throw error;
  }
  return [];
}

describe("decodePolicy", () => {
  it("names every kind of control character, with their number and the position of the first", () => {
    expect(faultsOf("one\u0000\r\ntwo\u0007\u0000\n\u000bthree\u0000")).toEqual([
      { pointer: "", message: "contains the control character U+0000 3 times, first here", line: 1 },
      { pointer: "", message: "contains the control character U+0007", line: 2 },
      { pointer: "", message: "contains the control character U+000B", line: 3 },
    ]);
  });

  it("counts the kinds beyond twenty", () => {
    const all = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code + 0x7f)).join("");
    const faults = faultsOf(all);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)?.message).toBe("contains 12 more kinds of control character");
  });

  it("keeps tabs, line ends and a byte order mark", () => {
    expect(decodePolicy(new TextEncoder().encode("\uFEFFa\tb\r\nc\r"))).toBe("\uFEFFa\tb\r\nc\r");
  });
});
