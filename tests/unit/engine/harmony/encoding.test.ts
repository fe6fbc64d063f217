import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTROL_TOKENS } from "../../../../engine/harmony/control-tokens.ts";
import { Encoding, HARMONY } from "../../../../engine/harmony/encoding.ts";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";

const FEW = new Encoding(4096);

describe("Encoding", () => {
  it("does not change the ids of o200k_harmony for a model that has them all", () => {
    const ids = [...encodeOrdinary("Unwanted advertising"), CONTROL_TOKENS.start];
    expect(HARMONY.fromHarmony(ids)).toEqual(ids);
    expect(HARMONY.size).toBe(201_088);
    expect(HARMONY.stopToken).toBe(CONTROL_TOKENS.return);
  });

  it("keeps the first merges and splits the others into them", () => {
    const long = encodeOrdinary(" advertising");
    expect(long).toHaveLength(1);
    const own = FEW.fromHarmony(long);
    expect(own.length).toBeGreaterThan(1);
    expect(own.every((id) => id < FEW.ordinaryTokens)).toBe(true);
    expect(FEW.decode(own)).toBe(" advertising");
    expect(FEW.fromHarmony(encodeOrdinary("a"))).toEqual(encodeOrdinary("a"));
  });

  it("separates control tokens from text", () => {
    const start = FEW.fromHarmony([CONTROL_TOKENS.start]);
    expect(start).toEqual([FEW.ordinaryTokens + CONTROL_TOKENS.start - 199_998]);
    expect(FEW.isControl(start[0]!)).toBe(true);
    expect(FEW.bytesOf(start[0]!)).toBeNull();
    expect(FEW.decode(start)).toBe("<|start|>");
    expect(FEW.encode("<|start|>").some((id) => FEW.isControl(id))).toBe(false);
    expect(FEW.fromHarmony([CONTROL_TOKENS.return])).toEqual([FEW.stopToken]);
  });

  it("encodes every text without loss", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const own = FEW.encode(text);
        expect(own.every((id) => id < FEW.ordinaryTokens)).toBe(true);
        expect(FEW.decode(own)).toBe(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
      }),
    );
  });

  it("translates its ids back and forth", () => {
    const ids = [...FEW.encode("Counterfeit!"), FEW.stopToken];
    expect(FEW.fromHarmony(FEW.toHarmony(ids))).toEqual(ids);
  });

  it.each([1345, 201_089])("refuses a vocabulary of %d", (size) => {
    expect(() => new Encoding(size)).toThrow(RangeError);
  });
});
