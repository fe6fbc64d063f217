import type { Word } from "./sentence-words.ts";

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

/** Whether the line asks for an output format: Gavel adds its own, and two contradict each other. */
export function asksForFormat(words: readonly Word[]): boolean {
  const spelled = new Set(words.map((word) => word.spelled));
  if (LABEL_PAIRS.some(([one, other]) => spelled.has(one) && spelled.has(other))) return true;
  return words.some(({ lower }, index) => {
    const next = words[index + 1]?.lower ?? "";
    if (NOUNS.has(lower) && (next === "format" || next === "schema")) return true;
    if (!VERBS.has(lower) || !startsSentence(words, index)) return false;
    const after = words.slice(index + 1, index + 1 + MAX_DISTANCE);
    const stop = after.findIndex(({ first }) => first);
    return (stop === -1 || lower === "output" ? after : after.slice(0, stop)).some((word) =>
      FORMS.has(word.lower),
    );
  });
}

/** Whether the verb is an imperative: it is first, or follows only words that introduce an imperative. */
function startsSentence(words: readonly Word[], index: number): boolean {
  for (let at = index; at >= 0; at -= 1) {
    if (words[at]?.first === true) return at === index || BEFORE.has(words[at]?.lower ?? "");
    if (at < index && !BEFORE.has(words[at]?.lower ?? "")) return false;
  }
  return false;
}
