import { controlTokenAt } from "./control-token-at.ts";
import type { TokenChoice } from "../wire/token-choice.ts";
import { listAt } from "./read-json.ts";
import { tokenText } from "./token-text.ts";

/**
 * Reads the log-probabilities of OpenAI's older completions: the chosen tokens, and for each an object from
 * token to log-probability. vLLM can name tokens `token_id:123`, so that no byte sequence is lost in text.
 */
export function readLegacyChoices(logprobs: unknown): TokenChoice[] {
  const likeliest = listAt(logprobs, "top_logprobs");
  return listAt(logprobs, "tokens").map((token, index) => ({
    text: spelled(token),
    likeliest: Object.entries((likeliest[index] ?? {}) as Record<string, unknown>).flatMap(
      ([name, logprob]) => (typeof logprob === "number" ? [{ text: spelled(name), logprob }] : []),
    ),
  }));
}

function spelled(token: unknown): string {
  const text = String(token);
  const id = /^token_id:(\d{1,7})$/.exec(text)?.[1];
  if (id !== undefined) return tokenText(Number(id));
  return controlTokenAt(text) === 0 ? "" : text;
}
