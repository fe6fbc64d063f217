import { mapCharacters, type Perturbation } from "./perturbation.ts";

/** Cyrillic letters that look like Latin ones (Unicode UTS #39, confusables). */
const LOOKALIKES = new Map(
  (
    [
      ["A", 0x410],
      ["B", 0x412],
      ["C", 0x421],
      ["E", 0x415],
      ["H", 0x41d],
      ["I", 0x406],
      ["K", 0x41a],
      ["M", 0x41c],
      ["O", 0x41e],
      ["P", 0x420],
      ["T", 0x422],
      ["X", 0x425],
      ["a", 0x430],
      ["c", 0x441],
      ["e", 0x435],
      ["i", 0x456],
      ["j", 0x458],
      ["o", 0x43e],
      ["p", 0x440],
      ["s", 0x455],
      ["x", 0x445],
      ["y", 0x443],
    ] as const
  ).map(([latin, cyrillic]) => [latin as string, String.fromCodePoint(cyrillic)]),
);

/** Half of the letters that have a look-alike are replaced with it. */
export const HOMOGLYPHS: Perturbation = {
  description: "with Cyrillic look-alikes for half of the letters that have one",
  messages: "all",
  apply: (text, random) =>
    mapCharacters(text, (character) =>
      random() < 0.5 ? (LOOKALIKES.get(character) ?? character) : character,
    ),
};
