import type { Check } from "../check.ts";
import type { Word } from "../sentence-words.ts";

export const outputFormatRequested: Check = {
  rule: "output-format-requested",
  severity: "warning",
  summary: "The text asks for an output format, which Gavel replaces",
  find({ sentences }) {
    return sentences.flatMap(({ words, range }) => {
      const asked = asksForFormat(words);
      const last = words.at(-1);
      if (asked === null || last === undefined) return [];
      return [
        {
          range: range(asked.start, last.end),
          message:
            "The text asks for an output format. Gavel adds its own to the prompt and enforces it, so the model gets two " +
            "instructions that contradict each other. Remove this one.",
          suggestion: "Set the violation first, then cite the deciding category and every matching rule.",
        },
      ];
    });
  },
};

const VERBS = new Set(
  (
    "answer respond reply return output print label classify write give provide format " +
    "antworte antworten antworten gib responde responda réponds répondez rispondi ответь отвечай"
  ).split(" "),
);
/** Words that may come between a sentence's start and its verb. */
const BEFORE = new Set("please always only then must should you the model it and bitte por favor".split(" "));
/** Words that are used only for the form of an answer. */
const FORMS = new Set(
  "json xml yaml csv html valid invalid yes no true false safe unsafe format label labels word score number digit code codes".split(
    " ",
  ),
);
const NOUNS = new Set("output response answer reply label result".split(" "));
const LABEL_PAIRS = [
  ["VALID", "INVALID"],
  ["SAFE", "UNSAFE"],
  ["YES", "NO"],
  ["TRUE", "FALSE"],
] as const;

/** Words after the verb in which the form of an answer is searched for. */
const MAX_DISTANCE = 12;

/** The word with which the line asks for an output format; null if it does not. */
function asksForFormat(words: readonly Word[]): Word | null {
  for (const [one, other] of LABEL_PAIRS) {
    const allowed = words.find(({ spelled }) => spelled === one);
    if (allowed !== undefined && words.some(({ spelled }) => spelled === other)) return words[0] ?? allowed;
  }
  return words.find((word, index) => namesFormat(words, index) || isRequest(words, index)) ?? null;
}

/** `Output format`, `response schema`. */
function namesFormat(words: readonly Word[], index: number): boolean {
  const next = words[index + 1]?.lower;
  return NOUNS.has(words[index]?.lower ?? "") && (next === "format" || next === "schema");
}

/** `Answer only with VALID`, `Output: INVALID`. */
function isRequest(words: readonly Word[], index: number): boolean {
  const { lower = "" } = words[index] ?? {};
  if (!VERBS.has(lower) || !startsSentence(words, index)) return false;
  const after = words.slice(index + 1, index + 1 + MAX_DISTANCE);
  const stop = after.findIndex(({ first }) => first);
  return (stop === -1 || lower === "output" ? after : after.slice(0, stop)).some((word) =>
    FORMS.has(word.lower),
  );
}

/** Whether the verb is an imperative: it is first, or follows only words that introduce an imperative. */
function startsSentence(words: readonly Word[], index: number): boolean {
  for (let at = index; at >= 0; at -= 1) {
    if (words[at]?.first === true) return at === index || BEFORE.has(words[at]?.lower ?? "");
    if (at < index && !BEFORE.has(words[at]?.lower ?? "")) return false;
  }
  return false;
}
