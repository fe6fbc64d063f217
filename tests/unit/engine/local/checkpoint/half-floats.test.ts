import { describe, expect, it } from "vitest";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32ToBfloat16,
  float32ToFloat16,
} from "../../../../../engine/local/checkpoint/half-floats.ts";

/** All bit patterns except NaNs of a format with this exponent mask. */
function patterns(exponentMask: number, fractionMask: number): number[] {
  const all = Array.from({ length: 65_536 }, (_, bits) => bits);
  return all.filter((bits) => (bits & exponentMask) !== exponentMask || (bits & fractionMask) === 0);
}

describe("bfloat16", () => {
  it("round-trips every pattern", () => {
    const wrong = patterns(0x7f80, 0x7f).filter(
      (bits) => float32ToBfloat16(bfloat16ToFloat32(bits)) !== bits,
    );
    expect(wrong).toEqual([]);
  });

  it("rounds to nearest, ties to even", () => {
    expect(float32ToBfloat16(1 + 2 ** -8)).toBe(0x3f80);
    expect(float32ToBfloat16(1 + 3 * 2 ** -8)).toBe(0x3f82);
    expect(float32ToBfloat16(1 + 2 ** -8 + 2 ** -20)).toBe(0x3f81);
    expect(bfloat16ToFloat32(float32ToBfloat16(NaN))).toBeNaN();
  });
});

describe("float16", () => {
  it("round-trips every pattern", () => {
    const wrong = patterns(0x7c00, 0x3ff).filter((bits) => float32ToFloat16(float16ToFloat32(bits)) !== bits);
    expect(wrong).toEqual([]);
  });

  it("has the named values of IEEE 754", () => {
    expect(float16ToFloat32(0x3c00)).toBe(1);
    expect(float16ToFloat32(0xc000)).toBe(-2);
    expect(float16ToFloat32(0x7bff)).toBe(65_504);
    expect(float16ToFloat32(0x0400)).toBe(2 ** -14);
    expect(float16ToFloat32(0x0001)).toBe(2 ** -24);
    expect(float16ToFloat32(0x7c00)).toBe(Infinity);
  });

  it("rounds to nearest, ties to even, in every range", () => {
    expect(float32ToFloat16(1 + 2 ** -11)).toBe(0x3c00);
    expect(float32ToFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(float32ToFloat16(2 ** -25)).toBe(0);
    expect(float32ToFloat16(3 * 2 ** -25)).toBe(2);
    expect(float32ToFloat16(2 ** -14 - 2 ** -26)).toBe(0x0400);
    expect(float32ToFloat16(65_519)).toBe(0x7bff);
    expect(float32ToFloat16(65_520)).toBe(0x7c00);
    expect(float32ToFloat16(-1e10)).toBe(0xfc00);
    expect(float16ToFloat32(float32ToFloat16(NaN))).toBeNaN();
  });
});
