import { describe, expect, it } from "vitest";
import { Vocabulary } from "../../../../engine/grammar/vocabulary.ts";
import { SMALL_TOKENS, SMALL_VOCABULARY } from "./small-vocabulary.ts";

function idOf(text: string | readonly number[]): number {
  const wanted = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
  return SMALL_TOKENS.findIndex((token) => token !== null && wanted.equals(token));
}

function holds(mask: Int32Array, id: number): boolean {
  return ((mask[id >> 5]! >>> (id & 31)) & 1) === 1;
}

describe("Vocabulary", () => {
  it.each<[string | readonly number[], number]>([
    ["a", 1],
    ["abc", 3],
    ["漢字", 2],
    ["\\n", 1],
    ["\\\\", 1],
    ['\\"', 1],
    ["\\", 1],
    ["\\u00", 1],
    ["u00e9a", 6],
    [[0xe6, 0xbc], 1],
    [[0x61, 0xc3], 2],
  ])("counts %j as content of %i code points", (text, characters) => {
    const id = idOf(text);
    expect(id).toBeGreaterThanOrEqual(0);
    expect(holds(SMALL_VOCABULARY.contentMask(characters), id)).toBe(true);
    expect(holds(SMALL_VOCABULARY.contentMask(characters - 1), id)).toBe(false);
  });

  it("excludes everything else from the content of a string", () => {
    const all = SMALL_VOCABULARY.contentMask(Number.MAX_SAFE_INTEGER);
    const outside = ["\n", " \n", '"', 'n"', 'a"\n', [0x80], [0xed, 0xa0], [0xc3, 0x28], [0xff], "\\ud83d"];
    expect(outside.filter((text) => holds(all, idOf(text)))).toEqual([]);
    expect(holds(all, SMALL_VOCABULARY.stopToken)).toBe(false);
  });

  it("never treats the stop token as text, even if it has bytes", () => {
    const tokens = [...SMALL_TOKENS];
    tokens[SMALL_VOCABULARY.stopToken] = new TextEncoder().encode("stop");
    const vocabulary = new Vocabulary(tokens, { stopToken: SMALL_VOCABULARY.stopToken });
    expect(holds(vocabulary.contentMask(100), vocabulary.stopToken)).toBe(false);
    expect(vocabulary.byteLength(vocabulary.stopToken)).toBe(0);
  });

  it("refuses a stop token that is not an id", () => {
    for (const stopToken of [-1, SMALL_TOKENS.length, 0.5]) {
      expect(() => new Vocabulary(SMALL_TOKENS, { stopToken })).toThrow(RangeError);
    }
  });
});
