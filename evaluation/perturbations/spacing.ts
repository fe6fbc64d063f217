import type { Perturbation } from "./perturbation.ts";

const WORD = /\p{L}{4,}/gu;

/** "Cheap followers" becomes "C h e a p followers". */
export const SPACING: Perturbation = {
  description: "with spaces inside half of the longer words",
  messages: "all",
  apply: (text, random) => text.replace(WORD, (word) => (random() < 0.5 ? Array.from(word).join(" ") : word)),
};
