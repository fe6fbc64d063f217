import type { TokenChoice } from "../wire/token-choice.ts";
import type { GenerateRequest, GenerateResult } from "../../engine.ts";

/** Number of likeliest tokens to request: the most that vLLM, OpenAI and Ollama return. */
export const TOP_LOGPROBS = 20;

/**
 * Reads the log-probabilities of the label's values at the token that chose between them; null if the server does
 * not return all of them, because a score needs all.
 *
 * This token is the last one that follows `"property":` and begins with one of the values (an analysis may quote an
 * output, and the output is last). The probability of a value is the sum over the tokens that begin with its
 * spelling.
 *
 * llama.cpp returns log-probabilities over the whole vocabulary. vLLM and SGLang return them over the tokens that
 * the grammar allows, so the probabilities of the labels add up to one. A score depends only on their ratio, which
 * is the same.
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
  // Rounding can make the sum of all probabilities slightly larger than one.
  const total = Math.max(
    1,
    spellings.reduce((sum, spelling) => sum + found.get(spelling)!, 0),
  );
  return Object.fromEntries(
    spellings.map((spelling) => [spelling, Math.min(0, Math.log(found.get(spelling)! / total))]),
  );
}

/** White space that may be between the colon and the value. */
const KEPT_CHARACTERS = 16;
