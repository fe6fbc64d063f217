import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import { emptyOutput, readFinish } from "../errors.ts";
import { listedModel } from "../wire/listed-model.ts";
import { completionsFields, readUsage } from "../wire/openai-fields.ts";
import { at, textAt, tokensAt } from "../wire/read-json.ts";
import { readLegacyChoices } from "../wire/read-legacy-choices.ts";
import { serverSchema } from "../wire/server-schema.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "./server-adapter.ts";

/**
 * vLLM's POST /v1/completions with a prompt of token ids. The server's chat template, Harmony parser and
 * reasoning parser are not involved.
 *
 * Fields: vllm-project/vllm, vllm/entrypoints/openai/completion/protocol.py. `return_token_ids` returns the
 * generated ids, including the stop token. With `return_tokens_as_token_ids` log-probabilities name tokens
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

function requestBody(step: TokenStep): object {
  const { schema, topLogprobs } = step;
  return {
    ...completionsFields(step),
    top_k: 0,
    min_p: 0,
    repetition_penalty: 1,
    add_special_tokens: false,
    return_token_ids: true,
    ...(schema === null ? {} : { structured_outputs: { json: serverSchema(schema) } }),
    ...(topLogprobs === 0 ? {} : { logprobs: topLogprobs, return_tokens_as_token_ids: true }),
  };
}

function readCompletion(body: unknown): TokenCompletion {
  const choice = at(body, "choices", 0);
  const text = textAt(choice, "text");
  // Versions before return_token_ids return text, without control tokens.
  const tokens = tokensAt(choice, "token_ids") ?? (text === null ? null : encodeOrdinary(text));
  if (tokens === null) throw emptyOutput();
  return {
    tokens,
    finish: readFinish(at(choice, "finish_reason")),
    // Cached tokens are reported only if the server was started with prompt tokens details enabled.
    ...readUsage(body),
    choices: readLegacyChoices(at(choice, "logprobs")),
  };
}
