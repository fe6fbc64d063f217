import { mapCharacters, type Perturbation } from "./perturbation.ts";

/** "Cheap followers" becomes "cHEap FoLLoWers". */
export const CASE: Perturbation = {
  description: "with upper and lower case at random",
  messages: "all",
  apply: (text, random) =>
    mapCharacters(text, (character) => (random() < 0.5 ? character.toUpperCase() : character.toLowerCase())),
};
