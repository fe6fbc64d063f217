import { type Perturbation, pick } from "./perturbation.ts";

/** Zero width space, non-joiner and joiner, word joiner, soft hyphen. */
const INVISIBLE = [0x200b, 0x200c, 0x200d, 0x2060, 0xad].map((code) => String.fromCodePoint(code));

const BETWEEN_LETTERS = /(?<=\p{L})(?=\p{L})/gu;

/** Looks the same, but matches no word of a word list. */
export const INVISIBLE_CHARACTERS: Perturbation = {
  description: "with invisible characters at a third of the places inside words",
  messages: "all",
  apply: (text, random) =>
    text.replace(BETWEEN_LETTERS, () => (random() < 1 / 3 ? pick(INVISIBLE, random) : "")),
};
