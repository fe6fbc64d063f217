import { randomUUID } from "node:crypto";
import { markedText } from "../text.ts";
import {
  type Fields,
  integer,
  number,
  Refusal,
  type Reply,
  responseSchema,
  secondsNow,
  strings,
  text,
  type Wire,
  type WireContext,
} from "../wire.ts";
import { completionText, END_OF_SEQUENCE, legacyLogprobs, promptTokens } from "./completion.ts";

const MAX_STOPS = 4;
const MAX_LOGPROBS = 5;

/**
 * A server with only OpenAI's older completions: it returns text without token ids, spells control tokens, and ignores
 * what is not in the reference.
 *
 * Source: OpenAI's API reference, completions/create (at most 4 stop strings, at most 5 log-probabilities).
 */
export function completions(context: WireContext): Wire {
  const { model, maxContextTokens } = context;
  const card = { id: model, object: "model", created: secondsNow(), owned_by: "loopback" };
  return {
    routes: {
      "GET /v1/models": () => ({
        body: { object: "list", data: [{ ...card, context_length: maxContextTokens }] },
      }),
      "POST /v1/completions": (body, signal) => complete(context, body, signal),
    },
    error: (status, message) => ({
      error: {
        message,
        type: status < 500 ? "invalid_request_error" : "server_error",
        code: null,
        param: null,
      },
    }),
  };
}

async function complete(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const { model, maxContextTokens, reportCachedTokens } = context;
  if (text(body, "model") !== model) {
    throw new Refusal(404, `The model ${String(body["model"])} does not exist`);
  }
  const prompt = promptTokens(body["prompt"]);
  const maxTokens = integer(body, "max_tokens") ?? 16;
  if (prompt.length + maxTokens > maxContextTokens) {
    throw new Refusal(400, `This model's maximum context length is ${maxContextTokens} tokens.`);
  }
  const stopStrings = strings(body["stop"]);
  if (stopStrings.length > MAX_STOPS) throw new Refusal(400, "stop may have up to 4 strings");
  const logprobs = integer(body, "logprobs") ?? null;
  if (logprobs !== null && logprobs > MAX_LOGPROBS) throw new Refusal(400, "logprobs may be up to 5");
  const format = responseSchema(body["response_format"]);
  const generated = await context.generate(
    {
      prompt,
      maxTokens,
      stopTokens: new Set(END_OF_SEQUENCE),
      stopStrings,
      render: markedText,
      ...(format === undefined ? {} : { schema: format.schema }),
      temperature: number(body, "temperature") ?? 1,
      seed: integer(body, "seed") ?? null,
      topLogprobs: logprobs,
      logprobsOver: "allowed",
    },
    signal,
  );
  const { tokens, promptTokens: read, cachedTokens, finish } = generated;
  return {
    body: {
      id: `cmpl-${randomUUID()}`,
      object: "text_completion",
      created: secondsNow(),
      model,
      choices: [
        {
          index: 0,
          text: completionText(generated, markedText),
          logprobs:
            logprobs === null
              ? null
              : legacyLogprobs(
                  tokens,
                  (id) => markedText([id]),
                  (index) => index,
                ),
          finish_reason: finish,
        },
      ],
      usage: {
        prompt_tokens: read,
        completion_tokens: tokens.length,
        total_tokens: read + tokens.length,
        ...(reportCachedTokens ? { prompt_tokens_details: { cached_tokens: cachedTokens } } : {}),
      },
    },
  };
}
