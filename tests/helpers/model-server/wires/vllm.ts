import { randomUUID } from "node:crypto";
import { CONTROL_TOKENS } from "../../../../engine/harmony/control-tokens.ts";
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

const MAX_LOGPROBS = 20;

/**
 * vLLM's OpenAI-compatible server without a reasoning parser, completions only.
 *
 * Sources (vllm-project/vllm): vllm/entrypoints/openai/completion/protocol.py and serving.py; the stop
 * tokens of generation_config.json are added to the request's (to_sampling_params); a primary end of sequence
 * gives stop_reason null, another stop token its id (v1/core/sched/utils.py, check_stop); the grammar's mask is on the
 * logits before log-probabilities are taken from them (v1/worker/gpu_model_runner.py).
 */
export function vllm(context: WireContext): Wire {
  return {
    routes: {
      "GET /health": () => ({ body: "" }),
      "GET /version": () => ({ body: { version: "0.32.0" } }),
      "GET /v1/models": () => ({ body: modelList(context) }),
      "POST /v1/completions": (body, signal) => complete(context, body, signal),
    },
    open: ["/health", "/version"],
    error: vllmError,
  };
}

/** vllm/entrypoints/serve/engine/protocol.py: ErrorResponse; the middleware's 401 has another format. */
function vllmError(status: number, message: string): unknown {
  if (status === 401) return { error: "Unauthorized" };
  const type = status === 404 ? "NotFoundError" : status < 500 ? "BadRequestError" : "InternalServerError";
  return { error: { message, type, param: null, code: status } };
}

function modelList({ model, maxContextTokens }: WireContext): Fields {
  const card = { id: model, object: "model", created: secondsNow(), owned_by: "vllm", root: model };
  return {
    object: "list",
    data: [{ ...card, parent: null, max_model_len: maxContextTokens, permission: [] }],
  };
}

async function complete(context: WireContext, body: Fields, signal: AbortSignal): Promise<Reply> {
  const { model, maxContextTokens } = context;
  const asked = text(body, "model") ?? model;
  if (asked !== model) throw new Refusal(404, `The model \`${asked}\` does not exist.`);
  const prompt = promptTokens(body["prompt"]);
  const maxTokens = integer(body, "max_tokens") ?? 16;
  const logprobs = integer(body, "logprobs") ?? null;
  if (logprobs !== null && (logprobs < 0 || logprobs > MAX_LOGPROBS)) {
    throw new Refusal(400, `Requested sample logprobs of ${logprobs}, which is greater than max allowed: 20`);
  }
  if (maxTokens < 1) throw new Refusal(400, `max_tokens must be at least 1, got ${maxTokens}.`);
  if (prompt.length + maxTokens > maxContextTokens) {
    throw new Refusal(
      400,
      `This model's maximum context length is ${maxContextTokens} tokens. However, you requested ${maxTokens} output ` +
        `tokens and your prompt contains ${prompt.length} input tokens.`,
    );
  }
  const schema =
    record(record(body["structured_outputs"])?.["json"]) ?? responseSchema(body["response_format"])?.schema;
  const generated = await context.generate(
    {
      prompt,
      maxTokens,
      stopTokens: new Set([...(integers(body["stop_token_ids"]) ?? []), ...END_OF_SEQUENCE]),
      stopStrings: strings(body["stop"]),
      render: body["skip_special_tokens"] === false ? markedText : plainText,
      ...(schema === undefined ? {} : { schema }),
      temperature: number(body, "temperature") ?? 1,
      seed: integer(body, "seed") ?? null,
      topLogprobs: logprobs,
      logprobsOver: "allowed",
    },
    signal,
  );
  const ids = generated.tokens.map(({ id }) => id);
  const spell =
    body["return_tokens_as_token_ids"] === true
      ? (id: number) => `token_id:${id}`
      : (id: number) => markedText([id]);
  const { finish, stoppedBy, promptTokens: read, cachedTokens } = generated;
  const whole = body["return_token_ids"] === true;
  let offset = 0;
  return {
    body: {
      id: `cmpl-${randomUUID().replaceAll("-", "")}`,
      object: "text_completion",
      created: secondsNow(),
      model,
      choices: [
        {
          index: 0,
          text: completionText(generated, body["skip_special_tokens"] === false ? markedText : plainText),
          logprobs:
            logprobs === null
              ? null
              : legacyLogprobs(generated.tokens, spell, (index) => {
                  const at = offset;
                  offset += spell(ids[index]!).length;
                  return at;
                }),
          finish_reason: finish,
          stop_reason: stoppedBy === CONTROL_TOKENS.return ? null : stoppedBy,
          token_ids: whole ? ids : null,
          prompt_logprobs: null,
          prompt_token_ids: whole ? prompt : null,
        },
      ],
      service_tier: null,
      system_fingerprint: null,
      usage: {
        prompt_tokens: read,
        total_tokens: read + ids.length,
        completion_tokens: ids.length,
        prompt_tokens_details: context.reportCachedTokens ? { cached_tokens: cachedTokens } : null,
      },
      kv_transfer_params: null,
    },
  };
}
