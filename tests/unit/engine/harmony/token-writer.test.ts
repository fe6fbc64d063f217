import { describe, expect, it } from "vitest";
import { EngineFailedError } from "../../../../engine/errors.ts";
import { assertControlTokensOnlyAt, TokenWriter } from "../../../../engine/harmony/token-writer.ts";

describe("assertControlTokensOnlyAt", () => {
  it("accepts a control token that the template wrote", () => {
    expect(() => assertControlTokensOnlyAt([200_006, 5, 200_008], new Set([0, 2]))).not.toThrow();
  });

  it.each([
    ["a control token in a text", [200_006, 200_007, 200_008], [0, 2]],
    ["the first of the range", [199_998], []],
    ["the last of the range", [201_087], []],
    ["an id outside the vocabulary", [201_088], []],
    ["no id", [-1], []],
    ["an ordinary token in the position of a control token", [5], [0]],
  ])("refuses %s", (_, ids, positions) => {
    expect(() => assertControlTokensOnlyAt(ids, new Set(positions))).toThrow(EngineFailedError);
  });
});

describe("TokenWriter", () => {
  it("encodes texts separately: byte pairs do not merge across parts", () => {
    const apart = new TokenWriter();
    apart.text("hel");
    apart.text("lo");
    const together = new TokenWriter();
    together.text("hello");
    expect(apart.finish().length).toBeGreaterThan(together.finish().length);
  });

  it("appends another writer with its control tokens", () => {
    const first = new TokenWriter();
    first.control("start");
    first.text("user");
    const both = new TokenWriter();
    both.text("x");
    both.append(first);
    expect([...both.finish()]).toEqual([87, 200_006, 1428]);
    expect(both).toHaveLength(3);
  });
});
