import {
  CONTROL_TOKENS,
  controlTokenSpelling,
  FIRST_CONTROL_TOKEN,
  VOCAB_SIZE,
} from "../../harmony/control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import {
  contextFull,
  emptyOutput,
  malformedResponse,
  misconfigured,
  readFinish,
  statusError,
} from "../errors.ts";
import type { TokenChoice } from "../wire/token-choice.ts";
import { at, countAt, listAt, textAt, tokensAt } from "../wire/read-json.ts";
import { sampling } from "../wire/sampling.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "./server-adapter.ts";
import { serverSchema } from "../wire/server-schema.ts";
import { tokenText } from "../wire/token-text.ts";
import { listedModel } from "../wire/listed-model.ts";

/**
 * llama.cpp's native POST /completion with an array of token ids. The server's chat template and parsers are not
 * involved.
 *
 * Fields: ggml-org/llama.cpp, tools/server/README.md. `n_probs` returns log-probabilities over the whole vocabulary,
 * before the grammar. `stream`: a busy server notices a closed connection only when it sends something.
 */
export const llamaCppAdapter: TokenAdapter = {
  kind: "llamacpp",
  prompts: "tokens",

  async identify(client, model, signal) {
    const props = await client.call("/props", undefined, signal);
    const slotTokens = countAt(props, "default_generation_settings", "n_ctx");
    if (textAt(props, "role") === "router" || slotTokens === 0) {
      throw misconfigured(
        "The llama.cpp server is a router, which loads models on demand. Start a server for this model alone.",
      );
    }
    const listed = await listedModel(client, model, signal);
    return {
      model: model ?? textAt(props, "model_alias") ?? listed.model,
      version: textAt(props, "build_info") ?? "unknown",
      // It stops one token before its context is full, and reports the output as truncated.
      maxContextTokens: slotTokens === null ? null : slotTokens - 1,
      maxInFlight: countAt(props, "total_slots"),
    };
  },

  async complete(client, step, signal) {
    return readCompletion(await client.call("/completion", requestBody(step), signal));
  },
};

/**
 * Half of the layers of gpt-oss keep only the keys and values of the last few hundred tokens, so a prompt that
 * differs earlier than that is recomputed from its beginning, unless the server has a checkpoint of these layers.
 * This delimiter makes it keep one before each user message, which is the end of the policy.
 */
const CHECKPOINTS = [{ role: "user", delimiter: "<|start|>user" }];

/** The server's grammar allows control tokens in a JSON string, by their spelling. `false` bans a token. */
const ORDINARY_TOKENS_ONLY = Array.from({ length: VOCAB_SIZE - FIRST_CONTROL_TOKEN }, (_, index) => [
  FIRST_CONTROL_TOKEN + index,
  false,
]).filter(([id]) => id !== CONTROL_TOKENS.return);

const GREEDY_SEED = 0;

function requestBody({ prompt, maxTokens, stopTokens, schema, seed, topLogprobs }: TokenStep): object {
  return {
    prompt,
    n_predict: maxTokens,
    seed: GREEDY_SEED,
    ...sampling(seed),
    // Greedy decoding needs one candidate; without a limit the server sorts the whole vocabulary.
    top_k: seed === null ? 1 : 0,
    min_p: 0,
    repeat_penalty: 1,
    cache_prompt: true,
    message_delimiters: CHECKPOINTS,
    return_tokens: true,
    stream: true,
    ...(schema === null ? stopsAt(stopTokens) : { json_schema: serverSchema(schema) }),
    ...(schema === null ? {} : { logit_bias: ORDINARY_TOKENS_ONLY }),
    ...(topLogprobs === 0 ? {} : { n_probs: topLogprobs }),
  };
}

/** The server has stop strings, not stop tokens, and a control token has text only if it is preserved. */
function stopsAt(stopTokens: readonly number[]): object {
  const spellings = stopTokens.flatMap((id) => controlTokenSpelling(id) ?? []);
  return { stop: spellings, preserved_tokens: spellings };
}

/** Reads the events of a stream, of which the last is a summary, or the single response of a server without streams. */
function readCompletion(body: unknown): TokenCompletion {
  const events: readonly unknown[] = Array.isArray(body) ? body : [body];
  const failed = events.find((event) => at(event, "error") !== undefined);
  if (failed !== undefined) throw statusError(countAt(failed, "error", "code") ?? 500, failed);
  const last = events.at(-1);
  if (at(last, "stop") !== true) throw malformedResponse("it ends before the generation");
  if (at(last, "truncated") === true) throw contextFull();
  const tokens = readTokens(events, countAt(last, "tokens_predicted"));
  if (tokens === null) throw emptyOutput();
  return {
    tokens,
    finish: readFinish(STOP_TYPES[textAt(last, "stop_type") ?? ""]),
    promptTokens: countAt(last, "tokens_evaluated"),
    cachedTokens: countAt(last, "timings", "cache_n"),
    choices: events.flatMap((event) => listAt(event, "completion_probabilities")).map(readChoice),
  };
}

/**
 * No event of a stream contains a token that ends inside a character; its bytes are in the text of the
 * token that completes the character. Versions before return_tokens return only text.
 */
function readTokens(events: readonly unknown[], predicted: number | null): readonly number[] | null {
  const ids = events.flatMap((event) => tokensAt(event, "tokens") ?? []);
  if (ids.length > 0 && ids.length >= (predicted ?? 0)) return ids;
  const texts = events.flatMap((event) => {
    const text = at(event, "content");
    return typeof text === "string" ? [text] : [];
  });
  return texts.length === 0 ? null : encodeOrdinary(texts.join(""));
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
