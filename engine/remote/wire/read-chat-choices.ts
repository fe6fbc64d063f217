import type { TokenChoice } from "../wire/token-choice.ts";
import { at, listAt } from "./read-json.ts";

/** Reads the log-probabilities of OpenAI's chat completions and Ollama: {token, logprob, top_logprobs} per token. */
export function readChatChoices(value: unknown): TokenChoice[] {
  return (Array.isArray(value) ? value : []).map((choice: unknown) => ({
    text: tokenOf(choice),
    likeliest: listAt(choice, "top_logprobs").flatMap((entry) => {
      const logprob = at(entry, "logprob");
      return typeof logprob === "number" ? [{ text: tokenOf(entry), logprob }] : [];
    }),
  }));
}

function tokenOf(entry: unknown): string {
  const token = at(entry, "token");
  return typeof token === "string" ? token : "";
}
