import type { TokenChoice } from "../wire/token-choice.ts";
import type { GenerateRequest, GenerateResult } from "../../engine.ts";

/** Number of likeliest tokens to request: the most that vLLM, OpenAI and Ollama return. */
export const TOP_LOGPROBS = 20;

/**
 * The log-probabilities of the label's values at the token where the model chose, or null where a server does
 * not tell all of them: a score is not made of a part.
 *
 * The place is the last one where the text before it ends with `"property":` and the chosen token begins with one of the
 * values (an analysis may quote an answer, and the answer comes last). A value's probability is the sum over
 * the tokens that begin with its spelling.
 *
 * llama.cpp takes its logarithms over the whole vocabulary. vLLM and SGLang take them over what the grammar
 * allows there, so the labels' probabilities add up to one; their ratio, which is what a score is made of, is
 * the same.
 */
export function labelLogprobs(
  choices: readonly TokenChoice[],
  label: GenerateRequest["label"],
): GenerateResult["labelLogprobs"] {
  if (label === undefined) return null;
  const prompt = `${JSON.stringify(label.property)}:`;
  const spellings = label.values.map((value) => JSON.stringify(value));
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  const spellingOf = (text: string): string | undefined =>
    longestFirst.find((spelling) => text.trimStart().startsWith(spelling));

  let before = "";
  let chosen: TokenChoice | undefined;
  for (const choice of choices) {
    if (before.trimEnd().endsWith(prompt) && spellingOf(choice.text) !== undefined) chosen = choice;
    before = (before + choice.text).slice(-2 * prompt.length - KEPT_CHARACTERS);
  }
  if (chosen === undefined) return null;

  const found = new Map<string, number>();
  for (const { text, logprob } of chosen.likeliest) {
    const spelling = spellingOf(text);
    if (spelling === undefined || !Number.isFinite(logprob)) continue;
    found.set(spelling, (found.get(spelling) ?? 0) + Math.exp(logprob));
  }
  if (spellings.some((spelling) => !((found.get(spelling) ?? 0) > 0))) return null;
  // Rounding can bring two probabilities that are all there is to a little more than one.
  const total = Math.max(
    1,
    spellings.reduce((sum, spelling) => sum + found.get(spelling)!, 0),
  );
  return Object.fromEntries(
    spellings.map((spelling) => [spelling, Math.min(0, Math.log(found.get(spelling)! / total))]),
  );
}

/** White space between colon and value that the search looks across. */
const KEPT_CHARACTERS = 16;
