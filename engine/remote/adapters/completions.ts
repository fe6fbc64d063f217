import { controlTokenSpelling } from "../../harmony/control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import { controlTokenAt } from "../control-token-at.ts";
import { emptyOutput, readFinish } from "../errors.ts";
import type { HttpClient } from "../http-client.ts";
import { optionalLogprobs } from "../optional-logprobs.ts";
import { readChatChoices } from "../read-chat-choices.ts";
import { at, countAt, tokensAt } from "../read-json.ts";
import { readLegacyChoices } from "../read-legacy-choices.ts";
import { sampling } from "../sampling.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "../server-adapter.ts";
import { serverSchema } from "../server-schema.ts";
import { listedModel } from "./openai-models.ts";

/** What OpenAI's reference allows: so many stop strings, so many likeliest tokens. */
const MAX_STOPS = 4;
const MAX_LOGPROBS = 5;

/**
 * Any server of OpenAI's older POST /v1/completions with a prompt of token ids, and text back: no chat template
 * has a part in it.
 *
 * Fields: platform.openai.com/docs/api-reference/completions. Beyond these a server is asked, in the names that
 * several have for it, to stop at token ids and to spell control tokens in the text; one that does neither passes
 * them over. A schema travels as `response_format`; a server without it is held by the validation alone.
 */
export function completionsAdapter(): TokenAdapter {
  return {
    kind: "completions",
    prompts: "tokens",

    async identify(client, model, signal) {
      return { ...(await listedModel(client, model, signal)), version: "unknown" };
    },

    complete: optionalLogprobs(ask),
  };
}

async function ask(client: HttpClient, step: TokenStep, signal: AbortSignal): Promise<TokenCompletion> {
  return readCompletion(await client.call("/v1/completions", requestBody(step), signal));
}

function requestBody({ model, prompt, maxTokens, stopTokens, schema, seed, topLogprobs }: TokenStep): object {
  return {
    model,
    prompt,
    max_tokens: maxTokens,
    ...sampling(seed),
    stop: stopTokens.flatMap((id) => controlTokenSpelling(id) ?? []).slice(0, MAX_STOPS),
    stop_token_ids: stopTokens,
    skip_special_tokens: false,
    stream: false,
    ...(schema === null
      ? {}
      : {
          response_format: {
            type: "json_schema",
            json_schema: { name: "verdict", strict: true, schema: serverSchema(schema) },
          },
        }),
    ...(topLogprobs === 0 ? {} : { logprobs: Math.min(topLogprobs, MAX_LOGPROBS) }),
  };
}

function readCompletion(body: unknown): TokenCompletion {
  const choice = at(body, "choices", 0);
  const text = at(choice, "text");
  if (typeof text !== "string") throw emptyOutput();
  // A server that cannot stop at a control token goes on after it.
  const end = controlTokenAt(text);
  const logprobs = at(choice, "logprobs");
  return {
    tokens: tokensAt(choice, "token_ids") ?? encodeOrdinary(end < 0 ? text : text.slice(0, end)),
    finish: end < 0 ? readFinish(at(choice, "finish_reason")) : "stop",
    promptTokens: countAt(body, "usage", "prompt_tokens"),
    cachedTokens: countAt(body, "usage", "prompt_tokens_details", "cached_tokens"),
    // llama.cpp gives them here in the shape of chat completions.
    choices:
      at(logprobs, "content") === undefined
        ? readLegacyChoices(logprobs)
        : readChatChoices(at(logprobs, "content")),
  };
}
