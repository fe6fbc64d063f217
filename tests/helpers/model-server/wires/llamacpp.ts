import {
  CONTROL_TOKENS,
  FIRST_CONTROL_TOKEN,
  VOCAB_SIZE,
} from "../../../../engine/harmony/control-tokens.ts";
import { decodeTokens, tokenBytes } from "../../../../engine/harmony/tokenizer.ts";
import type { Generated, GeneratedToken, GenerationRequest, TokenLogprob } from "../generation.ts";
import { SharedContextFull } from "../generator.ts";
import { bytesOf, encodeMarkup, markedText } from "../text.ts";
import { streamTokens } from "../token-stream.ts";
import {
  type Fields,
  integer,
  number,
  record,
  Refusal,
  type Reply,
  secondsNow,
  Stream,
  strings,
  type Wire,
  type WireContext,
} from "../wire.ts";
import { completionText, END_OF_SEQUENCE, promptTokens } from "./completion.ts";

/** Tokens that end a generation; `<|end|>` is taken out of them for gpt-oss (src/llama-vocab.cpp). */
const END_OF_GENERATION: ReadonlySet<number> = new Set(END_OF_SEQUENCE);
/** Both mean "any". */
const RANDOM_SEEDS: ReadonlySet<number> = new Set([-1, 0xffff_ffff]);

/**
 * llama.cpp's server, its own /completion.
 *
 * Source: ggml-org/llama.cpp, tools/server/README.md and server-context.cpp, and the observed behaviour of a server of
 * v0.5.0. A control token has no text in `content`, so a stop string cannot match it, unless the request
 * lists it in `preserved_tokens`; it is in `tokens` in any case. Log-probabilities are a softmax over the raw
 * logits (post_sampling_probs false). The grammar of a schema allows white space between marks, and the spelling of a
 * control token in a string. A request that is not streamed is computed to its end even if its client has disconnected.
 */
export function llamacpp(context: WireContext): Wire {
  const { model, maxContextTokens, maxNumSeqs, router } = context;
  const meta = { vocab_type: 2, n_vocab: VOCAB_SIZE, n_ctx: maxContextTokens, n_ctx_train: 131_072 };
  const card = { aliases: [model], object: "model", created: secondsNow(), owned_by: "llamacpp" };
  const file = `/models/${model.split("/").at(-1)}.gguf`;
  const listed = router
    ? [model, "gemma-3-4b-it"].map((id) => ({ ...card, id, status: { value: "unloaded" } }))
    : [{ ...card, id: model, meta }];
  return {
    headers: { server: "llama.cpp" },
    routes: {
      "GET /health": () => ({ body: { status: "ok" } }),
      "GET /props": () => ({ body: router ? ROUTER_PROPS : props(context, file) }),
      "GET /v1/models": () => ({ body: { object: "list", data: listed } }),
      "POST /tokenize": (body) => ({
        body: { tokens: typeof body["content"] === "string" ? encodeMarkup(body["content"]) : [] },
      }),
      "POST /completion": (body, signal) => complete(context, body, signal),
    },
    open: ["/health"],
    error: (status, message) => ({ error: { code: status, message, type: errorType(status) } }),
    threads: maxNumSeqs + 2,
  };
}

/** tools/server/server-models.cpp: what a router reports about itself, so that its web page works. */
const ROUTER_PROPS = {
  role: "router",
  max_instances: 4,
  model_alias: "llama-server",
  model_path: "none",
  default_generation_settings: { params: null, n_ctx: 0 },
};

function props({ model, maxContextTokens, maxNumSeqs }: WireContext, file: string): Fields {
  return {
    default_generation_settings: { id: 0, n_ctx: maxContextTokens, speculative: false, params: {} },
    total_slots: maxNumSeqs,
    model_alias: model,
    model_path: file,
    modalities: { vision: false },
    chat_template: "…",
    build_info: "b7200-0a0b0c0d",
    is_sleeping: false,
  };
}

function errorType(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 404) return "not_found_error";
  if (status === 503) return "unavailable_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

async function complete(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const { maxContextTokens } = context;
  const prompt = promptTokens(body["prompt"]);
  if (prompt.length >= maxContextTokens) throw tooLong(prompt.length, maxContextTokens);
  const preserved = new Set(strings(body["preserved_tokens"]).flatMap((token) => encodeMarkup(token)));
  const render = (ids: readonly number[]): string =>
    decodeTokens(ids.filter((id) => id < FIRST_CONTROL_TOKEN || preserved.has(id)));
  const request = generationRequest(context, body, prompt, render);
  const generate = (onToken: (token: GeneratedToken) => void, until: AbortSignal): Promise<Generated> =>
    context.generate({ ...request, onToken }, until).catch((error: unknown) => {
      throw error instanceof SharedContextFull ? new Refusal(500, "Context size has been exceeded.") : error;
    });
  const answer = { context, body, prompt, render };
  if (body["stream"] !== true) {
    return { body: finalAnswer(answer, await generate(() => {}, new AbortController().signal), false) };
  }
  const items = await streamTokens((onToken) => generate(onToken, signal));
  return { body: new Stream(streamed(answer, items)) };
}

function tooLong(promptLength: number, contextLength: number): Refusal {
  const message = `request (${promptLength} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
  const type = "exceed_context_size_error";
  return new Refusal(400, message, {
    error: { code: 400, message, type, n_prompt_tokens: promptLength, n_ctx: contextLength },
  });
}

function generationRequest(
  { maxContextTokens }: WireContext,
  body: Fields,
  prompt: readonly number[],
  render: (ids: readonly number[]) => string,
): GenerationRequest {
  const room = maxContextTokens - prompt.length;
  const asked = integer(body, "n_predict") ?? -1;
  const maxTokens = asked < 0 ? room : Math.min(asked, room);
  if (maxTokens === 0) throw new Refusal(400, "n_predict 0 is not served here");
  const schema = body["json_schema"] === undefined ? undefined : record(body["json_schema"]);
  if (body["json_schema"] !== undefined && schema === undefined) {
    throw new Refusal(400, '"json_schema": expected an object');
  }
  const probabilities = integer(body, "n_probs") ?? 0;
  const seed = integer(body, "seed") ?? -1;
  return {
    prompt,
    maxTokens,
    stopTokens: END_OF_GENERATION,
    stopStrings: strings(body["stop"]),
    render,
    ...(schema === undefined ? {} : { schema: withoutUniqueItems(schema) }),
    looseGrammar: true,
    banned: bannedTokens(body["logit_bias"]),
    checkpoints: checkpoints(body["message_delimiters"], prompt),
    temperature: Math.max(number(body, "temperature") ?? 0.8, 0),
    seed: RANDOM_SEEDS.has(seed) ? null : seed,
    topLogprobs: probabilities > 0 ? probabilities : null,
    logprobsOver: "vocabulary",
  };
}

/** A keyword that its grammar ignores: a list may contain an item twice (common/json-schema-to-grammar.cpp). */
function withoutUniqueItems(schema: Fields): Fields {
  const text = JSON.stringify(schema, (name, value: unknown) => (name === "uniqueItems" ? undefined : value));
  return JSON.parse(text) as Fields;
}

/** `[[id, false], …]`; a bias that is a number is not served here. */
function bannedTokens(bias: unknown): ReadonlySet<number> {
  const pairs: readonly unknown[] = Array.isArray(bias) ? bias : [];
  return new Set(
    pairs.flatMap((pair) => (Array.isArray(pair) && pair[1] === false ? [Number(pair[0])] : [])),
  );
}

/** The positions at which a message of a user begins. */
function checkpoints(delimiters: unknown, prompt: readonly number[]): number[] {
  const given: readonly unknown[] = Array.isArray(delimiters) ? delimiters : [];
  return given.flatMap((each) => {
    const { role, delimiter } = record(each) ?? {};
    if (role !== "user" || typeof delimiter !== "string") return [];
    const ids = encodeMarkup(delimiter);
    return [...prompt.keys()].filter((at) => ids.every((id, offset) => prompt[at + offset] === id));
  });
}

interface Answer {
  readonly context: WireContext;
  readonly body: Fields;
  readonly prompt: readonly number[];
  readonly render: (ids: readonly number[]) => string;
}

/**
 * A token that ends in the middle of a character is never sent: the text of the token that completes the character
 * contains both. Text that may become a stop string is delayed; its token is sent.
 */
async function* streamed(
  answer: Answer,
  items: AsyncIterable<{ token: GeneratedToken } | { generated: Generated }>,
): AsyncIterable<unknown> {
  const { body, prompt, render } = answer;
  const stops = strings(body["stop"]);
  const ids: number[] = [];
  let sent = 0;
  for await (const item of items) {
    if ("generated" in item) {
      yield finalAnswer(answer, item.generated, true);
      return;
    }
    ids.push(item.token.id);
    if (endsInsideCharacter(ids)) continue;
    const text = render(ids);
    const stopped = stops.flatMap((stop) => (text.includes(stop) ? [text.indexOf(stop)] : []));
    const held = stops.some((stop) => endsWithBeginning(text, stop));
    const until = stopped.length > 0 ? Math.min(...stopped) : held ? sent : text.length;
    yield {
      index: 0,
      content: text.slice(sent, until),
      tokens: [item.token.id],
      stop: false,
      id_slot: 0,
      tokens_predicted: ids.length,
      tokens_evaluated: prompt.length,
      ...probabilities(body, [item.token]),
    };
    sent = Math.max(sent, until);
  }
}

function endsInsideCharacter(ids: readonly number[]): boolean {
  const bytes = Buffer.concat(ids.map((id) => tokenBytes(id) ?? new Uint8Array()));
  const decoder = new TextDecoder("utf-8");
  return decoder.decode(bytes, { stream: true }).length < new TextDecoder("utf-8").decode(bytes).length;
}

function endsWithBeginning(text: string, stop: string): boolean {
  return [...stop].some((_, length) => length > 0 && text.endsWith(stop.slice(0, length)));
}

function finalAnswer(
  { context, body, prompt, render }: Answer,
  generated: Generated,
  isStream: boolean,
): Fields {
  const { tokens, stoppedBy, promptTokens: read, cachedTokens, finish } = generated;
  const length = read + tokens.length;
  return {
    index: 0,
    content: isStream ? "" : completionText(generated, render),
    tokens: !isStream && body["return_tokens"] === true ? tokens.map(({ id }) => id) : [],
    id_slot: 0,
    stop: true,
    model: context.model,
    tokens_predicted: tokens.length,
    tokens_evaluated: read,
    generation_settings: { n_ctx: context.maxContextTokens, n_predict: body["n_predict"] ?? -1 },
    prompt: markedText(prompt),
    has_new_line: false,
    truncated: length >= context.maxContextTokens,
    stop_type: finish === "length" ? "limit" : typeof stoppedBy === "string" ? "word" : "eos",
    stopping_word: typeof stoppedBy === "string" ? stoppedBy : "",
    tokens_cached: length - 1,
    timings: { cache_n: cachedTokens, prompt_n: read - cachedTokens, predicted_n: tokens.length },
    ...(isStream ? {} : probabilities(body, tokens)),
  };
}

function probabilities(body: Fields, tokens: readonly GeneratedToken[]): Fields {
  if ((integer(body, "n_probs") ?? 0) <= 0) return {};
  return {
    completion_probabilities: tokens.map((token) => ({
      ...entry(token),
      top_logprobs: token.top.map(entry),
    })),
  };
}

function entry({ id, logprob }: TokenLogprob): Fields {
  return {
    id,
    token: END_OF_GENERATION.has(id) || id === CONTROL_TOKENS.end ? "" : markedText([id]),
    bytes: id < FIRST_CONTROL_TOKEN ? bytesOf(id) : [],
    logprob,
  };
}
