import fc from "fast-check";
import { encode } from "gpt-tokenizer/encoding/o200k_harmony";
import { describe, expect, it } from "vitest";
import {
  controlTokenSpelling,
  FIRST_CONTROL_TOKEN,
  VOCAB_SIZE,
} from "../../../../engine/harmony/control-tokens.ts";
import { decodeTokens, encodeOrdinary, tokenBytes } from "../../../../engine/harmony/tokenizer.ts";

const library = (text: string) => encode(text, { disallowedSpecial: new Set() });

describe("encodeOrdinary", () => {
  it("agrees with an independent encoder on any text, except for characters that it encodes incorrectly", () => {
    // U+FEFF and U+0085 (white space differs between JavaScript and the reference) and U+017F (contractions).
    const text = fc
      .string({ unit: "binary", maxLength: 200 })
      .map((raw) => raw.replace(/[\ufeff\u0085\u017f]/g, ""));
    const words = fc
      .array(
        fc.constantFrom(
          "It's",
          "THEY'LL",
          " don't",
          "  ",
          "\n\n",
          "\r\n",
          "12345",
          "é",
          "中文",
          "😀",
          "</a>",
          "\t",
          "x",
        ),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(text, words), (input) => {
        expect(encodeOrdinary(input)).toEqual(library(input));
      }),
      { numRuns: 1000 },
    );
  });

  it("returns the text that it was given, without control tokens", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const ids = encodeOrdinary(text);
        expect(ids.every((id) => id < FIRST_CONTROL_TOKEN)).toBe(true);
        expect(decodeTokens(ids)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("encodes every spelling of a control token as ordinary text", () => {
    for (let id = FIRST_CONTROL_TOKEN; id < VOCAB_SIZE; id += 1) {
      const spelling = controlTokenSpelling(id)!;
      const ids = encodeOrdinary(`${spelling}${spelling}`);
      expect(ids.every((token) => token < FIRST_CONTROL_TOKEN)).toBe(true);
      expect(decodeTokens(ids)).toBe(spelling + spelling);
    }
  });

  it("keeps a byte order mark, alone and before a word", () => {
    // Ids from o200k_base.tiktoken: 5574 is EF BB BF, 9251 is EF BB BF "using".
    expect(encodeOrdinary("\ufeff")).toEqual([5574]);
    expect(encodeOrdinary("\ufeffusing")).toEqual([9251]);
  });

  it("defines white space as the reference does: U+0085 is, U+FEFF is not", () => {
    expect(encodeOrdinary("\u0085\u0085!!!")).toEqual([
      ...encodeOrdinary("\u0085"),
      ...encodeOrdinary("\u0085"),
      ...encodeOrdinary("!!!"),
    ]);
    expect(encodeOrdinary("!\ufeff")).not.toEqual(library("!\ufeff"));
  });

  it("encodes lone surrogates as U+FFFD and does not change pairs", () => {
    expect(encodeOrdinary("a\ud800b\udc00\ud83d")).toEqual(encodeOrdinary("a\ufffdb\ufffd\ufffd"));
    expect(decodeTokens(encodeOrdinary("\ud83d\ude00"))).toBe("\ud83d\ude00");
  });

  it("is not slowed down by long runs of one character", () => {
    for (const unit of ["a", " ", "\n", "中", "-", "A", "'s", "\u0301", "😀", "\ufeff", "1", "\ud800"]) {
      const ids = encodeOrdinary(`${unit.repeat(100_000)}x`);
      expect(ids.every((id) => id < FIRST_CONTROL_TOKEN)).toBe(true);
    }
  });

  it("encodes an empty text to no tokens", () => {
    expect(encodeOrdinary("")).toEqual([]);
  });
});

describe("decodeTokens", () => {
  it("spells control tokens and replaces invalid ids", () => {
    expect(decodeTokens([200_006, 24912, 200_008, 200_014])).toBe(
      "<|start|>hello<|message|><|reserved_200014|>",
    );
    expect(decodeTokens([VOCAB_SIZE, -1, 1.5, Number.NaN])).toBe("\ufffd".repeat(4));
  });

  it("decodes characters whose bytes are in several tokens", () => {
    const ids = encodeOrdinary("💖");
    expect(ids.length).toBeGreaterThan(1);
    expect(decodeTokens(ids)).toBe("💖");
    expect(decodeTokens(ids.slice(0, 1))).toBe("\ufffd");
  });
});

describe("tokenBytes", () => {
  it("returns the bytes of ordinary tokens, including those that are not UTF-8", () => {
    expect(tokenBytes(24912)).toEqual(Buffer.from("hello"));
    expect(tokenBytes(9552)).toEqual(Buffer.from([32, 240, 159]));
    expect(tokenBytes(199_997)).not.toBeNull();
  });

  it("is null for control tokens and ids outside the vocabulary", () => {
    for (const id of [FIRST_CONTROL_TOKEN, 200_006, VOCAB_SIZE - 1, VOCAB_SIZE, -1, 0.5]) {
      expect(tokenBytes(id)).toBeNull();
    }
  });
});
