import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import { emptyOutput, readFinish } from "../errors.ts";
import { at, countAt, textAt, tokensAt } from "../read-json.ts";
import { readLegacyChoices } from "../read-legacy-choices.ts";
import { sampling } from "../sampling.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "../server-adapter.ts";
import { serverSchema } from "../server-schema.ts";
import { listedModel } from "./openai-models.ts";

/**
 * vLLM's POST /v1/completions with a prompt of token ids: no chat template, no Harmony parser and no
 * reasoning parser of the server's has a part in it.
 *
 * Fields: vllm-project/vllm, vllm/entrypoints/openai/completion/protocol.py. `return_token_ids` gives the
 * generated ids, the stop token included. With `return_tokens_as_token_ids` logprobs name tokens
 * `token_id:123`, so that no byte sequence is lost in text. Closing the connection aborts the request.
 */
export const vllmAdapter: TokenAdapter = {
  kind: "vllm",
  prompts: "tokens",

  async identify(client, model, signal) {
    const version = textAt(await client.call("/version", undefined, signal), "version") ?? "unknown";
    return { ...(await listedModel(client, model, signal)), version };
  },

  async complete(client, step, signal) {
    return readCompletion(await client.call("/v1/completions", requestBody(step), signal));
  },
};

function requestBody({ model, prompt, maxTokens, stopTokens, schema, seed, topLogprobs }: TokenStep): object {
  return {
    model,
    prompt,
    max_tokens: maxTokens,
    ...sampling(seed),
    top_k: 0,
    min_p: 0,
    repetition_penalty: 1,
    stop_token_ids: stopTokens,
    add_special_tokens: false,
    return_token_ids: true,
    ...(schema === null ? {} : { structured_outputs: { json: serverSchema(schema) } }),
    ...(topLogprobs === 0 ? {} : { logprobs: topLogprobs, return_tokens_as_token_ids: true }),
  };
}

function readCompletion(body: unknown): TokenCompletion {
  const choice = at(body, "choices", 0);
  const text = textAt(choice, "text");
  // A server from before return_token_ids gives text, without control tokens.
  const tokens = tokensAt(choice, "token_ids") ?? (text === null ? null : encodeOrdinary(text));
  if (tokens === null) throw emptyOutput();
  return {
    tokens,
    finish: readFinish(at(choice, "finish_reason")),
    promptTokens: countAt(body, "usage", "prompt_tokens"),
    // Told only with --enable-prompt-tokens-details.
    cachedTokens: countAt(body, "usage", "prompt_tokens_details", "cached_tokens"),
    choices: readLegacyChoices(at(choice, "logprobs")),
  };
}
