import { mapCharacters, type Perturbation } from "./perturbation.ts";

const DIGITS: Readonly<Record<string, string>> = { a: "4", e: "3", i: "1", o: "0", s: "5", t: "7" };

/** "Cheap followers" becomes "Ch34p f0llow3rs". */
export const LEETSPEAK: Perturbation = {
  description: "with digits for two thirds of the letters that have one",
  messages: "all",
  apply: (text, random) =>
    mapCharacters(text, (character) => {
      const digit = DIGITS[character.toLowerCase()];
      return digit !== undefined && random() < 2 / 3 ? digit : character;
    }),
};
