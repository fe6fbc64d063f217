import { emptyOutput, misconfigured, readFinish } from "../errors.ts";
import type { TokenChoice } from "../wire/token-choice.ts";
import { at, countAt, listAt, textAt, tokensAt } from "../wire/read-json.ts";
import { sampling } from "../wire/sampling.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "./server-adapter.ts";
import { serverSchema } from "../wire/server-schema.ts";
import { tokenText } from "../wire/token-text.ts";
import { listedModel } from "../wire/listed-model.ts";

/**
 * SGLang's native POST /generate with `input_ids`. The server's chat template and reasoning parser are not
 * involved.
 *
 * Fields: sgl-project/sglang, docs/basic_usage/sampling_params.md and managers/tokenizer_manager.py. The
 * schema is sent as text. Log-probabilities are triples [value, token id, text or null]. `sampling_seed` is used
 * only if the server was started with deterministic inference enabled. Closing the connection aborts the request.
 */
export const sglangAdapter: TokenAdapter = {
  kind: "sglang",
  prompts: "tokens",

  async identify(client, model, signal) {
    const served = textAt(await client.call("/get_model_info", undefined, signal), "model_path");
    if (served === null) throw misconfigured("The SGLang server does not report which model it serves.");
    const version = textAt(await client.call("/get_server_info", undefined, signal), "version") ?? "unknown";
    const { maxContextTokens } = await listedModel(client, model, signal);
    return { model: model ?? served, version, maxContextTokens };
  },

  async complete(client, step, signal) {
    return readCompletion(await client.call("/generate", requestBody(step), signal));
  },
};

function requestBody({ prompt, maxTokens, stopTokens, schema, seed, topLogprobs }: TokenStep): object {
  const { seed: samplingSeed, ...temperature } = sampling(seed);
  return {
    input_ids: prompt,
    sampling_params: {
      ...temperature,
      top_k: -1,
      min_p: 0,
      repetition_penalty: 1,
      max_new_tokens: maxTokens,
      stop_token_ids: stopTokens,
      ...(samplingSeed === undefined ? {} : { sampling_seed: samplingSeed }),
      ...(schema === null ? {} : { json_schema: JSON.stringify(serverSchema(schema)) }),
    },
    ...(topLogprobs === 0
      ? {}
      : { return_logprob: true, logprob_start_len: -1, top_logprobs_num: topLogprobs }),
    stream: false,
  };
}

function readCompletion(body: unknown): TokenCompletion {
  const tokens = tokensAt(body, "output_ids");
  if (tokens === null) throw emptyOutput();
  const meta = at(body, "meta_info");
  return {
    tokens,
    finish: readFinish(at(meta, "finish_reason", "type")),
    promptTokens: countAt(meta, "prompt_tokens"),
    cachedTokens: countAt(meta, "cached_tokens"),
    choices: readChoices(meta),
  };
}

function readChoices(meta: unknown): TokenChoice[] {
  const likeliest = listAt(meta, "output_top_logprobs");
  return listAt(meta, "output_token_logprobs").map((chosen, index) => ({
    text: tokenText(countAt(chosen, 1) ?? -1),
    likeliest: listAt(likeliest, index).flatMap((entry) => {
      const logprob = at(entry, 0);
      return typeof logprob === "number" ? [{ text: tokenText(countAt(entry, 1) ?? -1), logprob }] : [];
    }),
  }));
}
