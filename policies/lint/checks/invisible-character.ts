import type { Check } from "../check.ts";

/** Zero-width and direction controls, and tags; not the joiners of emoji and of scripts that need them. */
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]|[\u{e0000}-\u{e007f}]/u;

export const invisibleCharacter: Check = {
  rule: "invisible-character",
  severity: "info",
  summary: "The text contains invisible characters",
  find({ lines, steps }) {
    return Array.from({ length: lines.count }, (_, index) => index + 1).flatMap((number) => {
      const text = lines.text(number);
      steps.add(text.length);
      const match = INVISIBLE.exec(text);
      if (match === null) return [];
      const name = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      return [
        {
          range: lines.part(number, match.index, match.index + match[0].length),
          message: `The line contains an invisible character (U+${name}). The model reads it, but a reviewer does not see it. Remove it.`,
        },
      ];
    });
  },
};
