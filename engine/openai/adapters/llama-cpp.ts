import { CONTROL_TOKENS, controlTokenSpelling } from "../../harmony/control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import { emptyOutput, malformedAnswer, readFinish } from "../errors.ts";
import type { TokenChoice } from "../label-logprobs.ts";
import { at, countAt, listAt, textAt, tokensAt } from "../read-json.ts";
import { sampling } from "../sampling.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "../server-adapter.ts";
import { serverSchema } from "../server-schema.ts";
import { tokenText } from "../token-text.ts";

/**
 * llama.cpp's native POST /completion with an array of token ids: no chat template and no parser of the
 * server's has a part in it.
 *
 * Fields: ggml-org/llama.cpp, tools/server/README.md. There are stop strings but no stop tokens, and a
 * control token has a spelling in the output only where `preserved_tokens` names it; hence both are sent, and
 * whatever goes on behind a control token is cut off by whoever reads the tokens. `n_probs` gives logarithms
 * over the whole vocabulary, before any grammar. Closing the connection ends the request.
 */
export const llamaCppAdapter: TokenAdapter = {
  kind: "llamacpp",
  prompts: "tokens",

  async identify(client, model, signal) {
    const props = await client.call("/props", undefined, signal);
    const path = textAt(props, "model_alias") ?? textAt(props, "model_path");
    return {
      model: model ?? path?.split(/[/\\]/).at(-1) ?? "not told",
      version: textAt(props, "build_info") ?? "not told",
      maxContextTokens: countAt(props, "default_generation_settings", "n_ctx"),
    };
  },

  async complete(client, step, signal) {
    return readCompletion(await client.call("/completion", requestBody(step), signal));
  },
};

const GREEDY_SEED = 0;

function requestBody({ prompt, maxTokens, stopTokens, schema, seed, topLogprobs }: TokenStep): object {
  const stops = stopTokens.flatMap((id) => controlTokenSpelling(id) ?? []);
  return {
    prompt,
    n_predict: maxTokens,
    seed: GREEDY_SEED,
    ...sampling(seed),
    top_k: 0,
    min_p: 0,
    repeat_penalty: 1,
    stop: stops,
    preserved_tokens: stops,
    cache_prompt: true,
    return_tokens: true,
    stream: false,
    ...(schema === null ? {} : { json_schema: serverSchema(schema) }),
    ...(topLogprobs === 0 ? {} : { n_probs: topLogprobs }),
  };
}

function readCompletion(body: unknown): TokenCompletion {
  // The context was full and the server went on without its beginning.
  if (at(body, "truncated") === true) throw malformedAnswer("the context was exceeded");
  const ids = tokensAt(body, "tokens");
  const text = textAt(body, "content");
  // Empty for a server from before return_tokens, which gives text only.
  const tokens = ids !== null && ids.length > 0 ? ids : text === null ? null : encodeOrdinary(text);
  const finish = readFinish(STOP_TYPES[textAt(body, "stop_type") ?? ""]);
  if (tokens === null && ids === null) throw emptyOutput();
  return {
    tokens: tokens ?? [],
    finish,
    promptTokens: countAt(body, "tokens_evaluated"),
    cachedTokens: countAt(body, "timings", "cache_n") ?? 0,
    choices: listAt(body, "completion_probabilities").map(readChoice),
  };
}

const STOP_TYPES: Readonly<Record<string, string>> = { eos: "stop", word: "stop", limit: "length" };

function readChoice(choice: unknown): TokenChoice {
  return {
    text: spelled(choice),
    likeliest: listAt(choice, "top_logprobs").flatMap((entry) => {
      const logprob = at(entry, "logprob");
      return typeof logprob === "number" ? [{ text: spelled(entry), logprob }] : [];
    }),
  };
}

function spelled(entry: unknown): string {
  return tokenText(countAt(entry, "id") ?? CONTROL_TOKENS.endoftext);
}
