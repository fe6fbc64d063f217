import { FIRST_CONTROL_TOKEN } from "../../../../engine/harmony/control-tokens.ts";
import { chatMessages, ollamaPrompt, today } from "../chat-template.ts";
import type { Generated, TokenLogprob } from "../generation.ts";
import { bytesOf, encodeMarkup, markedText } from "../text.ts";
import {
  type Fields,
  integer,
  number,
  record,
  Refusal,
  type Reply,
  strings,
  text,
  type Wire,
  type WireContext,
} from "../wire.ts";
import { chatParts } from "./chat-parts.ts";
import { completionText, END_OF_SEQUENCE } from "./completion.ts";

const DEFAULT_NUM_CTX = 4096;
/** `num_keep` of a request without one. */
const KEPT_AT_START = 4;

/**
 * Ollama's native API.
 *
 * Sources (ollama/ollama): docs/api.md and docs/openapi.yaml; server/routes.go, ChatHandler: with `format` and a
 * thinking model the thinking runs free, and the format is applied from where the content begins (after
 * `<|end|><|start|>assistant<|channel|>final<|message|>`); a prompt longer than `num_ctx` is truncated in the
 * middle silently (runner, "truncating input prompt"). Log-probabilities are over the raw logits.
 */
export function ollama(context: WireContext): Wire {
  const { model, maxContextTokens } = context;
  const details = { format: "gguf", family: "gptoss", parameter_size: "20.9B", quantization_level: "MXFP4" };
  const card = {
    name: model,
    model,
    modified_at: now(),
    size: 13_780_173_839,
    digest: "0".repeat(64),
    details,
  };
  return {
    routes: {
      "GET /": () => ({ body: "Ollama is running" }),
      "GET /api/version": () => ({ body: { version: "0.13.5" } }),
      "GET /api/tags": () => ({ body: { models: [card] } }),
      "GET /api/ps": () => ({
        body: { models: [{ ...card, expires_at: now(), size_vram: 0, context_length: maxContextTokens }] },
      }),
      "POST /api/show": () => ({
        body: {
          details,
          model_info: { "general.architecture": "gptoss", "gptoss.context_length": 131_072 },
          capabilities: ["completion", "tools", "thinking"],
        },
      }),
      "POST /api/chat": (body, signal) => chat(context, body, signal),
      "POST /api/generate": (body, signal) => generateRaw(context, body, signal),
    },
    error: (_, message) => ({ error: message }),
  };
}

async function chat(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const messages = chatMessages(body["messages"]);
  const think = body["think"];
  const effort = think === "low" || think === "high" ? think : "medium";
  const { generated, prompt } = await run(
    context,
    body,
    ollamaPrompt(messages, effort, today()),
    signal,
    true,
  );
  const { reasoning, content, contentTokens } = chatParts(prompt, generated);
  return {
    body: {
      ...summary(context, generated),
      message: {
        role: "assistant",
        content,
        ...(think === false || reasoning === "" ? {} : { thinking: reasoning }),
      },
      ...logprobs(body, contentTokens),
    },
  };
}

/** Only with `raw`: the prompt is complete, and the output of the model is returned unparsed. */
async function generateRaw(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  if (body["raw"] !== true) throw new Refusal(400, "only raw prompts are served here");
  const written = encodeMarkup(text(body, "prompt") ?? "");
  const { generated } = await run(context, body, written, signal, false);
  return {
    body: {
      ...summary(context, generated),
      response: completionText(generated, markedText),
      ...logprobs(body, generated.tokens),
    },
  };
}

async function run(
  context: WireContext,
  body: Fields,
  written: readonly number[],
  signal: AbortSignal,
  thinks: boolean,
): Promise<{ readonly generated: Generated; readonly prompt: readonly number[] }> {
  if (text(body, "model") !== context.model) {
    throw new Refusal(404, `model '${String(body["model"])}' not found`);
  }
  if (body["stream"] !== false) throw new Refusal(400, "streams are not served here");
  const options = record(body["options"]) ?? {};
  const numCtx = Math.min(integer(options, "num_ctx") ?? DEFAULT_NUM_CTX, context.maxContextTokens);
  const prompt =
    written.length < numCtx
      ? written
      : [...written.slice(0, KEPT_AT_START), ...written.slice(written.length - (numCtx - 1 - KEPT_AT_START))];
  const room = context.maxContextTokens - prompt.length;
  const asked = integer(options, "num_predict") ?? -1;
  const format = body["format"];
  const schema = record(format);
  if (format !== undefined && format !== null && format !== "" && schema === undefined) {
    throw new Refusal(400, "only a JSON schema is served here as format");
  }
  const generated = await context.generate(
    {
      prompt,
      maxTokens: asked < 0 ? room : Math.min(asked, room),
      stopTokens: new Set(END_OF_SEQUENCE),
      stopStrings: strings(options["stop"]),
      render: markedText,
      ...(schema === undefined ? {} : { schema }),
      constrainFrom: thinks ? "final message" : "first token",
      temperature: number(options, "temperature") ?? 1,
      seed: integer(options, "seed") ?? null,
      topLogprobs: body["logprobs"] === true ? (integer(body, "top_logprobs") ?? 0) : null,
      logprobsOver: "vocabulary",
    },
    signal,
  );
  return { generated, prompt };
}

function summary(context: WireContext, generated: Generated): Fields {
  return {
    model: context.model,
    created_at: now(),
    done: true,
    done_reason: generated.finish,
    total_duration: 2_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: generated.promptTokens,
    prompt_eval_duration: 500_000,
    eval_count: generated.tokens.length,
    eval_duration: 500_000,
  };
}

function logprobs(body: Fields, tokens: Generated["tokens"]): Fields {
  if (body["logprobs"] !== true) return {};
  const entry = ({ id, logprob }: TokenLogprob) => ({ token: markedText([id]), logprob, bytes: bytesOf(id) });
  return {
    logprobs: tokens
      .filter(({ id }) => id < FIRST_CONTROL_TOKEN)
      .map((token) => ({ ...entry(token), top_logprobs: token.top.map(entry) })),
  };
}

function now(): string {
  return new Date().toISOString();
}
