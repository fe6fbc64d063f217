import type { Check } from "../check.ts";

/** The guide of gpt-oss-safeguard advises 400 to 600 tokens, and up to about 10,000. */
const ADVISED = 600;
const LONG = 1500;
const TOO_LONG = 10_000;

export const textLong: Check = {
  rule: "text-long",
  severity: "info",
  summary: "The text is longer than is advised",
  find({ tokens, sectionTokens, outline }) {
    if (tokens <= ADVISED) return [];
    const longest = sectionTokens.indexOf(Math.max(...sectionTokens));
    const title = outline[longest]?.title;
    const where =
      title == null ? "" : ` The longest section is “${title}” with ${sectionTokens[longest]} tokens.`;
    const effect =
      tokens > TOO_LONG
        ? `more than the ${TOO_LONG} that the model was trained to follow`
        : "and every item pays for each of them";
    return [
      {
        range: null,
        severity: tokens > LONG ? "warning" : "info",
        message: `The text has ${tokens} tokens, ${effect}. 400 to ${ADVISED} are advised: shorten criteria, and keep only the examples near the boundary.${where}`,
      },
    ];
  },
};
