import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../../../../engine/local/checkpoint/checkpoint-error.ts";
import { decodeE8M0, decodeMxfp4, E2M1_DOUBLED } from "../../../../../engine/local/checkpoint/mxfp4.ts";

/** E2M1 from its fields: one sign bit, two of exponent with bias 1, one of fraction (OCP MX 1.0, 5.3.3). */
function e2m1(code: number): number {
  const exponent = (code >> 1) & 3;
  const fraction = code & 1;
  const magnitude = exponent === 0 ? fraction / 2 : (1 + fraction / 2) * 2 ** (exponent - 1);
  return code & 8 ? -magnitude : magnitude;
}

describe("MXFP4", () => {
  it("has the values of E2M1", () => {
    for (let code = 0; code < 16; code += 1) expect(E2M1_DOUBLED[code]! / 2 + 0).toBe(e2m1(code) + 0);
  });

  it("reads the low nibble first and one scale for 32 values", () => {
    const blocks = new Uint8Array(32);
    blocks[0] = 0x72;
    blocks[15] = 0xf0;
    blocks[16] = 0x01;
    const values = decodeMxfp4(blocks, Uint8Array.of(127, 130));
    expect(values.length).toBe(64);
    expect([values[0], values[1], values[31], values[32], values[33]]).toEqual([1, 6, -6, 4, 0]);
  });

  it("has scales from 2^-127 to 2^127 and rejects NaN", () => {
    expect(decodeE8M0(0)).toBe(2 ** -127);
    expect(decodeE8M0(127)).toBe(1);
    expect(decodeE8M0(254)).toBe(2 ** 127);
    expect(() => decodeE8M0(255)).toThrow(CheckpointError);
    expect(() => decodeMxfp4(new Uint8Array(16), Uint8Array.of(255))).toThrow(CheckpointError);
  });

  it("rejects blocks and scales of different sizes", () => {
    expect(() => decodeMxfp4(new Uint8Array(15), Uint8Array.of(127))).toThrow(CheckpointError);
  });
});
