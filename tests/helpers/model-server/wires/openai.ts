import { randomUUID } from "node:crypto";
import type { JsonSchema } from "../../../../engine/engine.ts";
import { chatMessages, huggingFacePrompt, today } from "../chat-template.ts";
import type { GeneratedToken, TokenLogprob } from "../generation.ts";
import { bytesOf, markedText } from "../text.ts";
import {
  type Fields,
  integer,
  number,
  record,
  Refusal,
  type Reply,
  responseSchema,
  secondsNow,
  strings,
  text,
  type Wire,
  type WireContext,
} from "../wire.ts";
import { chatParts } from "./chat-parts.ts";
import { END_OF_SEQUENCE } from "./completion.ts";

/**
 * A chat-only server with OpenAI's API, like hosted ones (Groq, OpenRouter) and LM Studio: it renders and
 * parses itself, and returns the reasoning in `reasoning`.
 *
 * Sources: OpenAI's API reference, chat/completions; console.groq.com/docs/reasoning (`reasoning`,
 * reasoning_effort) and /docs/structured-outputs (what `strict` requires of a schema); openrouter.ai/docs, reasoning
 * tokens.
 */
export function openai(context: WireContext): Wire {
  const card = { id: context.model, object: "model", created: secondsNow(), owned_by: "openai" };
  return {
    routes: {
      "GET /v1/models": () => ({ body: { object: "list", data: [card] } }),
      "POST /v1/chat/completions": (body, signal) => complete(context, body, signal),
    },
    error: (status, message) => ({ error: { message, type: errorType(status), code: null, param: null } }),
  };
}

function errorType(status: number): string {
  return status < 500 ? "invalid_request_error" : "internal_server_error";
}

async function complete(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const { model, maxContextTokens } = context;
  if (text(body, "model") !== model) {
    throw new Refusal(
      404,
      `The model \`${String(body["model"])}\` does not exist or you do not have access to it.`,
    );
  }
  const effort = text(body, "reasoning_effort") ?? "medium";
  if (!["low", "medium", "high"].includes(effort)) throw new Refusal(400, "reasoning_effort is not valid");
  const prompt = huggingFacePrompt(chatMessages(body["messages"]), effort, today());
  const room = maxContextTokens - prompt.length;
  const maxTokens = integer(body, "max_completion_tokens") ?? integer(body, "max_tokens") ?? room;
  if (room < 1 || maxTokens > room) {
    throw new Refusal(400, "Please reduce the length of the messages or completion.");
  }
  const format = responseSchema(body["response_format"]);
  if (format?.strict === true) refuseLoose(format.schema);
  const wantLogprobs = body["logprobs"] === true;
  const generated = await context.generate(
    {
      prompt,
      maxTokens,
      stopTokens: new Set(END_OF_SEQUENCE),
      stopStrings: strings(body["stop"]),
      render: markedText,
      ...(format === undefined ? {} : { schema: format.schema }),
      constrainFrom: "final message",
      temperature: number(body, "temperature") ?? 1,
      seed: integer(body, "seed") ?? null,
      topLogprobs: wantLogprobs ? (integer(body, "top_logprobs") ?? 0) : null,
      logprobsOver: "vocabulary",
    },
    signal,
  );
  const { reasoning, content, reasoningTokens, contentTokens } = chatParts(prompt, generated);
  const completionTokens = generated.tokens.length;
  return {
    body: {
      id: `chatcmpl-${randomUUID()}`,
      object: "chat.completion",
      created: secondsNow(),
      model,
      choices: [
        {
          index: 0,
          message: { role: "assistant", content, ...(reasoning === "" ? {} : { reasoning }) },
          logprobs: wantLogprobs ? { content: contentTokens.map(logprobsOf), refusal: null } : null,
          finish_reason: generated.finish,
        },
      ],
      usage: {
        prompt_tokens: generated.promptTokens,
        completion_tokens: completionTokens,
        total_tokens: generated.promptTokens + completionTokens,
        ...(context.reportCachedTokens
          ? { prompt_tokens_details: { cached_tokens: generated.cachedTokens } }
          : {}),
        completion_tokens_details: { reasoning_tokens: reasoningTokens },
      },
      system_fingerprint: "fp_loopback",
    },
  };
}

function logprobsOf(token: GeneratedToken): Fields {
  const entry = ({ id, logprob }: TokenLogprob) => ({ token: markedText([id]), logprob, bytes: bytesOf(id) });
  return { ...entry(token), top_logprobs: token.top.map(entry) };
}

/** Strict schemas: an object at the root, every object closed and all its properties required. */
function refuseLoose(schema: JsonSchema, place = "root"): void {
  if (place === "root" && (schema["anyOf"] !== undefined || schema["type"] !== "object")) {
    throw new Refusal(
      400,
      "invalid JSON schema for response_format: the root must be an object without anyOf",
    );
  }
  const properties = record(schema["properties"]);
  if (properties !== undefined) {
    const required = strings(schema["required"]);
    const missing = Object.keys(properties).some((name) => !required.includes(name));
    if (schema["additionalProperties"] !== false || missing) {
      throw new Refusal(
        400,
        "invalid JSON schema for response_format: objects must be closed, with all required",
      );
    }
  }
  const below = [...Object.values(properties ?? {}), schema["items"], ...listed(schema["anyOf"])];
  for (const child of below) {
    const childSchema = record(child);
    if (childSchema !== undefined) refuseLoose(childSchema, "below");
  }
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
