import {
  CONTROL_TOKENS,
  FIRST_CONTROL_TOKEN,
  VOCAB_SIZE,
} from "../../../../engine/harmony/control-tokens.ts";
import { decodeTokens } from "../../../../engine/harmony/tokenizer.ts";
import type { TokenLogprob } from "../generation.ts";
import { bytesOf, encodeMarkup, markedText } from "../text.ts";
import {
  type Fields,
  integer,
  number,
  record,
  Refusal,
  type Reply,
  secondsNow,
  strings,
  type Wire,
  type WireContext,
} from "../wire.ts";
import { completionText, END_OF_SEQUENCE, promptTokens } from "./completion.ts";

/** Tokens that end a generation; `<|end|>` is taken out of them for gpt-oss (src/llama-vocab.cpp). */
const END_OF_GENERATION: ReadonlySet<number> = new Set(END_OF_SEQUENCE);

/**
 * llama.cpp's server, its own /completion.
 *
 * Source: ggml-org/llama.cpp, tools/server/README.md and server-context.cpp. A control token has no text in
 * `content`, and so cannot be met by a stop string, unless the request lists it in `preserved_tokens`; it
 * is among `tokens` all the same. Log-probabilities are a softmax over the raw logits (post_sampling_probs
 * false). `tokens_cached` is what the slot holds afterwards; `timings.cache_n` is what was not computed again.
 */
export function llamacpp(context: WireContext): Wire {
  const { model, maxContextTokens, maxNumSeqs } = context;
  const meta = { vocab_type: 2, n_vocab: VOCAB_SIZE, n_ctx: maxContextTokens, n_ctx_train: 131_072 };
  const card = { id: model, object: "model", created: secondsNow(), owned_by: "llamacpp", meta };
  return {
    headers: { server: "llama.cpp" },
    routes: {
      "GET /health": () => ({ body: { status: "ok" } }),
      "GET /props": () => ({
        body: {
          default_generation_settings: { id: 0, n_ctx: maxContextTokens, speculative: false, params: {} },
          total_slots: maxNumSeqs,
          model_alias: model,
          model_path: `/models/${model.split("/").at(-1)}.gguf`,
          modalities: { vision: false },
          chat_template: "…",
          build_info: "b7200-0a0b0c0d",
          is_sleeping: false,
        },
      }),
      "GET /v1/models": () => ({ body: { object: "list", data: [card] } }),
      "POST /tokenize": (body) => ({
        body: { tokens: typeof body["content"] === "string" ? encodeMarkup(body["content"]) : [] },
      }),
      "POST /completion": (body, signal) => complete(context, body, signal),
    },
    open: ["/health", "/v1/models"],
    error: (status, message) => ({ error: { code: status, message, type: errorType(status) } }),
  };
}

function errorType(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 404) return "not_found_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

async function complete(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const { model, maxContextTokens } = context;
  const prompt = promptTokens(body["prompt"]);
  if (prompt.length >= maxContextTokens) {
    const message = `request (${prompt.length} tokens) exceeds the available context size (${maxContextTokens} tokens), try increasing it`;
    const type = "exceed_context_size_error";
    throw new Refusal(400, message, {
      error: { code: 400, message, type, n_prompt_tokens: prompt.length, n_ctx: maxContextTokens },
    });
  }
  const room = maxContextTokens - prompt.length;
  const asked = integer(body, "n_predict") ?? -1;
  const maxTokens = asked < 0 ? room : Math.min(asked, room);
  if (maxTokens === 0) throw new Refusal(400, "n_predict 0 is not served here");
  const schema = body["json_schema"] === undefined ? undefined : record(body["json_schema"]);
  if (body["json_schema"] !== undefined && schema === undefined) {
    throw new Refusal(400, '"json_schema": expected an object');
  }
  const preserved = new Set(strings(body["preserved_tokens"]).flatMap((token) => encodeMarkup(token)));
  const render = (ids: readonly number[]): string =>
    decodeTokens(ids.filter((id) => id < FIRST_CONTROL_TOKEN || preserved.has(id)));
  const probabilities = integer(body, "n_probs") ?? 0;
  const seed = integer(body, "seed") ?? -1;
  const temperature = number(body, "temperature") ?? 0.8;
  const generated = await context.generate(
    {
      prompt,
      maxTokens,
      stopTokens: END_OF_GENERATION,
      stopStrings: strings(body["stop"]),
      render,
      ...(schema === undefined ? {} : { schema }),
      temperature: Math.max(temperature, 0),
      seed: seed < 0 ? null : seed,
      topLogprobs: probabilities > 0 ? probabilities : null,
      logprobsOver: "vocabulary",
    },
    signal,
  );
  const { tokens, stoppedBy, promptTokens: read, cachedTokens, finish } = generated;
  const entry = ({ id, logprob }: TokenLogprob) => ({
    id,
    token: END_OF_GENERATION.has(id) || id === CONTROL_TOKENS.end ? "" : markedText([id]),
    bytes: id < FIRST_CONTROL_TOKEN ? bytesOf(id) : [],
    logprob,
  });
  const length = read + tokens.length;
  return {
    body: {
      index: 0,
      content: completionText(generated, render),
      tokens: body["return_tokens"] === true ? tokens.map(({ id }) => id) : [],
      id_slot: 0,
      stop: true,
      model,
      tokens_predicted: tokens.length,
      tokens_evaluated: read,
      generation_settings: {
        n_ctx: maxContextTokens,
        n_predict: asked,
        temperature,
        seed,
        n_probs: probabilities,
      },
      prompt: markedText(prompt),
      has_new_line: false,
      truncated: length >= maxContextTokens,
      stop_type: finish === "length" ? "limit" : typeof stoppedBy === "string" ? "word" : "eos",
      stopping_word: typeof stoppedBy === "string" ? stoppedBy : "",
      tokens_cached: length - 1,
      timings: { cache_n: cachedTokens, prompt_n: read - cachedTokens, predicted_n: tokens.length },
      ...(probabilities > 0
        ? {
            completion_probabilities: tokens.map((token) => ({
              ...entry(token),
              top_logprobs: token.top.map(entry),
            })),
          }
        : {}),
    },
  };
}
