import { Vocabulary } from "../../../../engine/grammar/vocabulary.ts";

/** Tokens that cross the borders of JSON's structure, end inside characters and escapes, or are long. */
const MERGED = [
  ', "',
  '": ',
  '": "',
  '", "',
  '"}',
  '"]',
  '"], "',
  '": [',
  '{"',
  '["',
  "[]",
  "{}",
  "}]",
  '""',
  '"a',
  'b"',
  'ab"}',
  'a", "b',
  ": ",
  ", ",
  '":',
  ' "',
  "true",
  "fal",
  "null",
  "violation",
  "viol",
  "12",
  "00",
  "-1",
  ".5",
  "ab",
  "abc",
  "abcabcabcabcabc",
  "  ",
  '\\"',
  "\\\\",
  "\\n",
  "\\u",
  "\\u00",
  "\\ud83d",
  'n"',
  "u00e9a",
  "\n",
  " \n",
  'a\n"',
  "é",
  "漢",
  "漢字",
  "😀",
  'é"',
  'a"\n',
  "SP",
  "SP0",
  '.a", "SP',
];

const PARTIAL = [
  [0xe6, 0xbc],
  [0xa2, 0x61],
  [0xf0, 0x9f],
  [0x98, 0x80, 0x22],
  [0x61, 0xc3],
  [0xa9, 0xc3],
  [0xc3, 0x28],
  [0xed, 0xa0],
  [0x80, 0x80],
  [0x22, 0xc3],
];

/** All 256 bytes (id = byte), merged tokens, two ids without bytes, and the stop token. */
export const SMALL_TOKENS: readonly (Uint8Array | null)[] = [
  ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  ...MERGED.map((text) => new TextEncoder().encode(text)),
  ...PARTIAL.map((bytes) => Uint8Array.from(bytes)),
  null,
  new Uint8Array(0),
  null,
];

const STOP = SMALL_TOKENS.length - 1;

const ID_OF = new Map(
  SMALL_TOKENS.flatMap((token, id) =>
    token === null || token.length === 0 ? [] : [[Buffer.from(token).toString("latin1"), id] as const],
  ),
);

/** Byte-pair encoding with the id as the rank of a merge; no splitting into pieces before. */
export function encodeSmall(text: string): number[] {
  const parts = [...Buffer.from(text, "utf8")].map((byte) => String.fromCharCode(byte));
  for (;;) {
    let best = -1;
    let bestId = Infinity;
    for (let k = 0; k + 1 < parts.length; k += 1) {
      const id = ID_OF.get(parts[k]! + parts[k + 1]!) ?? Infinity;
      if (id < bestId) {
        best = k;
        bestId = id;
      }
    }
    if (best === -1) {
      return parts.map((part) => ID_OF.get(part)!);
    }
    parts.splice(best, 2, parts[best]! + parts[best + 1]!);
  }
}

export const SMALL_VOCABULARY = new Vocabulary(SMALL_TOKENS, { stopToken: STOP, encode: encodeSmall });
