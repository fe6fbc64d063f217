import { randomUUID } from "node:crypto";
import type { Generated, GenerationRequest, TokenLogprob } from "../generation.ts";
import { markedText, plainText } from "../text.ts";
import {
  type Fields,
  integer,
  integers,
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
import { completionText, END_OF_SEQUENCE, legacyLogprobs, promptTokens } from "./completion.ts";

/**
 * SGLang: its own /generate, and OpenAI's completions.
 *
 * Sources (sgl-project/sglang): docs/basic_usage/native_api and sampling_params; python/sglang/srt/entrypoints/
 * openai/serving_completions.py (matched_stop, token_ids with return_token_ids, usage details only under
 * --enable-cache-report) and utils.py (to_openai_style_logprobs: text_offset is -1); the grammar's mask is on
 * the logits before log-probabilities are taken (srt/layers/sampler.py after model_runner's preprocessing).
 */
export function sglang(context: WireContext): Wire {
  const { model, maxContextTokens, maxNumSeqs } = context;
  const modelInfo = {
    model_path: model,
    tokenizer_path: model,
    is_generation: true,
    weight_version: "default",
  };
  const serverInfo = {
    model_path: model,
    served_model_name: model,
    context_length: maxContextTokens,
    max_running_requests: maxNumSeqs,
    disable_radix_cache: false,
    version: "0.5.9",
    internal_states: [{}],
  };
  const card = { id: model, object: "model", created: secondsNow(), owned_by: "sglang", root: model };
  return {
    routes: {
      "GET /health": () => ({ body: "" }),
      "GET /get_model_info": () => ({ body: modelInfo }),
      "GET /model_info": () => ({ body: modelInfo }),
      "GET /get_server_info": () => ({ body: serverInfo }),
      "GET /server_info": () => ({ body: serverInfo }),
      "GET /v1/models": () => ({
        body: { object: "list", data: [{ ...card, parent: null, max_model_len: maxContextTokens }] },
      }),
      "POST /v1/completions": (body, signal) => complete(context, body, signal),
      "POST /generate": (body, signal) => generate(context, body, signal),
    },
    open: ["/health"],
    error: (status, message) => ({
      object: "error",
      message,
      type: status < 500 ? "BadRequestError" : "InternalServerError",
      param: null,
      code: status,
    }),
  };
}

async function complete(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const prompt = promptTokens(body["prompt"]);
  const logprobs = integer(body, "logprobs") ?? null;
  const schema = schemaText(body["json_schema"]) ?? responseSchema(body["response_format"])?.schema;
  const render = body["skip_special_tokens"] === false ? markedText : plainText;
  const generated = await run(context, signal, {
    prompt,
    maxTokens: integer(body, "max_tokens") ?? 16,
    stopTokens: integers(body["stop_token_ids"]) ?? [],
    stopStrings: strings(body["stop"]),
    render,
    ...(schema === undefined ? {} : { schema }),
    temperature: number(body, "temperature") ?? 1,
    seed: integer(body, "seed") ?? null,
    topLogprobs: logprobs,
  });
  const ids = generated.tokens.map(({ id }) => id);
  const choice = {
    index: 0,
    text: completionText(generated, render),
    logprobs:
      logprobs === null
        ? null
        : legacyLogprobs(
            generated.tokens,
            (id) => markedText([id]),
            () => -1,
          ),
    finish_reason: generated.finish,
    matched_stop: generated.stoppedBy,
  };
  return {
    body: {
      id: randomUUID().replaceAll("-", ""),
      object: "text_completion",
      created: secondsNow(),
      model: text(body, "model") ?? "default",
      choices: [
        body["return_token_ids"] === true ? { ...choice, token_ids: ids, prompt_token_ids: prompt } : choice,
      ],
      usage: {
        prompt_tokens: generated.promptTokens,
        total_tokens: generated.promptTokens + ids.length,
        completion_tokens: ids.length,
        prompt_tokens_details: context.reportCachedTokens ? { cached_tokens: generated.cachedTokens } : null,
        reasoning_tokens: 0,
      },
      metadata: { weight_version: "default" },
    },
  };
}

/** srt/managers/io_struct.py: GenerateReqInput; the answer is tokenizer_manager.py's. */
async function generate(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const sampling = record(body["sampling_params"]) ?? {};
  const prompt = promptTokens(body["input_ids"] ?? body["text"]);
  const wantLogprobs = body["return_logprob"] === true;
  const schema = schemaText(sampling["json_schema"]);
  const render = sampling["skip_special_tokens"] === false ? markedText : plainText;
  const generated = await run(context, signal, {
    prompt,
    maxTokens: integer(sampling, "max_new_tokens") ?? 128,
    stopTokens: integers(sampling["stop_token_ids"]) ?? [],
    stopStrings: strings(sampling["stop"]),
    render,
    ...(schema === undefined ? {} : { schema }),
    temperature: number(sampling, "temperature") ?? 1,
    seed: integer(sampling, "sampling_seed") ?? null,
    topLogprobs: wantLogprobs ? (integer(body, "top_logprobs_num") ?? 0) : null,
  });
  const { tokens, finish, stoppedBy, promptTokens: read, cachedTokens } = generated;
  const spelled = body["return_text_in_logprobs"] === true;
  const entry = ({ id, logprob }: TokenLogprob) => [logprob, id, spelled ? markedText([id]) : null];
  return {
    body: {
      text: completionText(generated, render),
      output_ids: tokens.map(({ id }) => id),
      meta_info: {
        id: randomUUID().replaceAll("-", ""),
        finish_reason:
          finish === "length"
            ? { type: "length", length: tokens.length }
            : { type: "stop", matched: stoppedBy },
        prompt_tokens: read,
        weight_version: "default",
        completion_tokens: tokens.length,
        cached_tokens: cachedTokens,
        e2e_latency: 0.1,
        ...(wantLogprobs
          ? {
              output_token_logprobs: tokens.map(entry),
              output_top_logprobs: tokens.map(({ top }) => (top.length === 0 ? null : top.map(entry))),
            }
          : {}),
      },
    },
  };
}

type Wanted = Omit<GenerationRequest, "stopTokens" | "logprobsOver"> & {
  readonly stopTokens: readonly number[];
};

async function run(context: WireContext, signal: AbortSignal, wanted: Wanted): Promise<Generated> {
  const { maxContextTokens } = context;
  if (wanted.prompt.length + wanted.maxTokens > maxContextTokens) {
    throw new Refusal(
      400,
      `Requested token count exceeds the model's maximum context length of ${maxContextTokens} tokens.`,
    );
  }
  return context.generate(
    {
      ...wanted,
      stopTokens: new Set([...wanted.stopTokens, ...END_OF_SEQUENCE]),
      logprobsOver: "allowed",
    },
    signal,
  );
}

/** A JSON schema is sent as a string in sampling parameters. */
function schemaText(value: unknown): Fields | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    const schema = typeof value === "string" ? record(JSON.parse(value)) : undefined;
    if (schema !== undefined) return schema;
  } catch {
    // Refused below, like a value that is not a string.
  }
  throw new Refusal(400, "json_schema must be a JSON string of a schema");
}
