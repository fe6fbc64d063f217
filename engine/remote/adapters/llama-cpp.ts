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
  malformedAnswer,
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
 * llama.cpp's native POST /completion with an array of token ids: no chat template and no parser of the
 * server's has a part in it.
 *
 * Fields: ggml-org/llama.cpp, tools/server/README.md. `n_probs` gives logarithms over the whole vocabulary, before
 * any grammar. `stream`: a busy server notices that a client has gone only when it has something to send to it.
 */
export const llamaCppAdapter: TokenAdapter = {
  kind: "llamacpp",
  prompts: "tokens",

  async identify(client, model, signal) {
    const props = await client.call("/props", undefined, signal);
    const slotTokens = countAt(props, "default_generation_settings", "n_ctx");
    if (textAt(props, "role") === "router" || slotTokens === 0) {
      throw misconfigured(
        "The llama.cpp server is a router, which loads models when they are asked for: start one server for the model.",
      );
    }
    const listed = await listedModel(client, model, signal);
    return {
      model: model ?? textAt(props, "model_alias") ?? listed.model,
      version: textAt(props, "build_info") ?? "unknown",
      // It stops, and says that the answer was cut, one token before its context is full.
      maxContextTokens: slotTokens === null ? null : slotTokens - 1,
      maxInFlight: countAt(props, "total_slots"),
    };
  },

  async complete(client, step, signal) {
    return readCompletion(await client.call("/completion", requestBody(step), signal));
  },
};

/**
 * Half of gpt-oss' layers keep keys and values of the last few hundred tokens only, so a prompt that differs
 * earlier than that is computed from its beginning, unless the server has kept a checkpoint of these layers.
 * It keeps one before each message of a user that it is shown how to recognise: where the policy ends.
 */
const CHECKPOINTS = [{ role: "user", delimiter: "<|start|>user" }];

/** The server's grammar takes the spelling of a control token for the text of a JSON string. `false` bans one. */
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
    // One candidate is all that greedy decoding needs; without a limit the whole vocabulary is sorted.
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

/** There are no stop tokens but stop strings, and a control token has a spelling only if it is preserved. */
function stopsAt(stopTokens: readonly number[]): object {
  const spellings = stopTokens.flatMap((id) => controlTokenSpelling(id) ?? []);
  return { stop: spellings, preserved_tokens: spellings };
}

/** `body`: the events of a stream, of which the last one sums up, or the one answer of a server that sends no stream. */
function readCompletion(body: unknown): TokenCompletion {
  const events: readonly unknown[] = Array.isArray(body) ? body : [body];
  const failed = events.find((event) => at(event, "error") !== undefined);
  if (failed !== undefined) throw statusError(countAt(failed, "error", "code") ?? 500, failed);
  const last = events.at(-1);
  if (at(last, "stop") !== true) throw malformedAnswer("it breaks off before generation ends");
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
 * A token that ends in the middle of a character is in no event of a stream; its bytes come with the text of the
 * one that completes the character. Servers from before return_tokens give text only.
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
