import type { VerdictRecord } from "../../../packages/client/src/client.ts";
import type { Query } from "../../data/query.ts";
import { codesOf } from "../../kit/codes.ts";

/** Whether a newly settled record matches the filters that its stream does not support. */
export function matches(
  { verdict, score, review }: Pick<VerdictRecord, "verdict" | "score" | "review">,
  query: Query,
): boolean {
  const codes = codesOf({ verdict });
  const { category, rule, confidence, review_state: state, min_score: min, max_score: max } = query;
  return (
    (category === undefined || codes.category === category) &&
    (rule === undefined || codes.rules.includes(rule)) &&
    (confidence === undefined || codes.confidence === confidence) &&
    (state === undefined || review?.state === state) &&
    (min === undefined || (score !== null && score >= Number(min))) &&
    (max === undefined || (score !== null && score <= Number(max))) &&
    (query["rationale"] === undefined || hasWords(verdict?.rationale ?? "", query["rationale"]))
  );
}

/**
 * Like the search of the service: all words or phrases, with -not, and alternatives separated by "or". Text is split
 * into words at anything that is neither a letter nor a digit, so punctuation makes no difference.
 */
export function hasWords(text: string, wanted: string): boolean {
  const found = ` ${inWords(text)} `;
  return wanted.split(/\bor\b/i).some((alternative) =>
    [...alternative.matchAll(/(-?)(?:"([^"]*)"|([^\s"]+))/g)].every(([, not, phrase, word]) => {
      const searched = inWords(phrase ?? word ?? "");
      return searched === "" || found.includes(` ${searched} `) === (not === "");
    }),
  );
}

function inWords(text: string): string {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .filter(Boolean)
    .join(" ");
}
