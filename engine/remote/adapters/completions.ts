import { controlTokenSpelling } from "../../harmony/control-tokens.ts";
import { encodeOrdinary } from "../../harmony/tokenizer.ts";
import { emptyOutput, readFinish } from "../errors.ts";
import { controlTokenAt } from "../wire/control-token-at.ts";
import type { HttpClient } from "../wire/http-client.ts";
import { listedModel } from "../wire/listed-model.ts";
import { completionsFields, readUsage, responseFormat } from "../wire/openai-fields.ts";
import { readChatChoices } from "../wire/read-chat-choices.ts";
import { at, tokensAt } from "../wire/read-json.ts";
import { readLegacyChoices } from "../wire/read-legacy-choices.ts";
import { serverSchema } from "../wire/server-schema.ts";
import { optionalLogprobs } from "./optional-logprobs.ts";
import type { TokenAdapter, TokenCompletion, TokenStep } from "./server-adapter.ts";

/** Limits of OpenAI's reference: stop strings, and likeliest tokens. */
const MAX_STOPS = 4;
const MAX_LOGPROBS = 5;

/**
 * Any server with OpenAI's older POST /v1/completions that takes a prompt of token ids and returns text. Its chat
 * template is not involved.
 *
 * Fields: platform.openai.com/docs/api-reference/completions. Additional fields, which several servers share and others
 * ignore, make a server stop at token ids and spell control tokens in the text. A schema is sent as `response_format`;
 * if the server ignores it, the verdict is still validated.
 */
export function completionsAdapter(): TokenAdapter {
  return {
    kind: "completions",
    prompts: "tokens",

    async identify(client, model, signal) {
      return { ...(await listedModel(client, model, signal)), version: "unknown" };
    },

    complete: optionalLogprobs(complete),
  };
}

async function complete(client: HttpClient, step: TokenStep, signal: AbortSignal): Promise<TokenCompletion> {
  return readCompletion(await client.call("/v1/completions", requestBody(step), signal));
}

function requestBody(step: TokenStep): object {
  const { stopTokens, topLogprobs } = step;
  return {
    ...completionsFields(step),
    stop: stopTokens.flatMap((id) => controlTokenSpelling(id) ?? []).slice(0, MAX_STOPS),
    skip_special_tokens: false,
    ...responseFormat(step, serverSchema),
    ...(topLogprobs === 0 ? {} : { logprobs: Math.min(topLogprobs, MAX_LOGPROBS) }),
  };
}

function readCompletion(body: unknown): TokenCompletion {
  const choice = at(body, "choices", 0);
  const text = at(choice, "text");
  if (typeof text !== "string") throw emptyOutput();
  // A server that cannot stop at a control token generates more text after it.
  const end = controlTokenAt(text);
  const logprobs = at(choice, "logprobs");
  return {
    tokens: tokensAt(choice, "token_ids") ?? encodeOrdinary(end < 0 ? text : text.slice(0, end)),
    finish: end < 0 ? readFinish(at(choice, "finish_reason")) : "stop",
    ...readUsage(body),
    // llama.cpp returns them in the format of chat completions.
    choices:
      at(logprobs, "content") === undefined
        ? readLegacyChoices(logprobs)
        : readChatChoices(at(logprobs, "content")),
  };
}
