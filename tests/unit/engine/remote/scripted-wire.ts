import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { CONTROL_TOKENS } from "../../../../engine/harmony/control-tokens.ts";
import { RemoteEngine } from "../../../../engine/remote/remote-engine.ts";
import type { RemoteOptions, ServerKind } from "../../../../engine/remote/remote-options.ts";
import { HttpClient } from "../../../../engine/remote/wire/http-client.ts";

export type Body = Readonly<Record<string, unknown>>;

/** The response to a generating request: a body with status 200, a whole response, or what a function writes. */
export type WireAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | ((response: ServerResponse, request: IncomingMessage) => void);

export type Script = (body: Body, index: number, path: string) => WireAnswer;

const MODEL = "openai/gpt-oss-safeguard-20b";

/** The minimum of each server by which it is recognised. */
const SAID_OF_ITSELF: Readonly<Record<ServerKind, Readonly<Record<string, unknown>>>> = {
  vllm: {
    "/version": { version: "0.26.0" },
    "/v1/models": { data: [{ id: MODEL, max_model_len: 131_072 }] },
  },
  sglang: {
    "/get_model_info": { model_path: MODEL },
    "/get_server_info": { version: "0.5.9" },
    "/v1/models": { data: [{ id: MODEL, max_model_len: 131_072 }] },
  },
  llamacpp: {
    "/props": {
      default_generation_settings: { n_ctx: 16_384 },
      total_slots: 4,
      model_alias: MODEL,
      model_path: `/m/${MODEL}.gguf`,
      build_info: "b7200-a",
    },
    "/v1/models": { data: [{ id: MODEL, aliases: ["safeguard"], meta: { n_ctx: 16_384 } }] },
  },
  ollama: {
    "/api/version": { version: "0.13.5" },
    "/api/tags": { models: [{ name: MODEL }] },
    "/api/show": { model_info: { "general.architecture": "gptoss", "gptoss.context_length": 131_072 } },
  },
  openai: { "/v1/models": { data: [{ id: MODEL, context_window: 131_072 }] } },
  completions: { "/v1/models": { data: [{ id: MODEL, context_length: 131_072 }] } },
};

export interface ScriptedWire {
  readonly url: string;
  /** Bodies of the generating requests. */
  readonly seen: readonly Body[];
  readonly headers: readonly IncomingMessage["headers"][];
  close(): Promise<void>;
}

/**
 * A loopback server that identifies itself as `kind` with `model`, and responds to generating requests with `script`.
 */
export async function startScriptedWire(
  kind: ServerKind,
  script: Script,
  model: string = MODEL,
): Promise<ScriptedWire> {
  const seen: Body[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      headers.push(request.headers);
      const path = request.url ?? "";
      const said = SAID_OF_ITSELF[kind][path];
      if (said !== undefined) return write(response, { body: JSON.stringify(said).replaceAll(MODEL, model) });
      if (request.method !== "POST") return write(response, { status: 404, body: { error: "no such path" } });
      const body = JSON.parse(text) as Body;
      seen.push(body);
      const answer = script(body, seen.length - 1, path);
      if (typeof answer === "function") answer(response, request);
      else write(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export function write(
  response: ServerResponse,
  answer: Exclude<WireAnswer, (...args: never[]) => void>,
): void {
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  response
    .writeHead(answer.status ?? 200, { "Content-Type": "application/json", ...answer.headers })
    .end(text);
}

export function remoteOptions(url: string, overrides: Partial<RemoteOptions> = {}): RemoteOptions {
  return {
    urls: [url],
    serverKind: "auto",
    model: null,
    apiKey: null,
    maxInFlightPerServer: 4,
    maxContextTokens: 8192,
    ...overrides,
  };
}

/** Runs `use` with a started engine and a scripted server, and stops both. */
export async function withEngine<T>(
  kind: ServerKind,
  script: Script,
  use: (engine: RemoteEngine, wire: ScriptedWire) => Promise<T>,
  overrides: Partial<RemoteOptions> = {},
): Promise<T> {
  const wire = await startScriptedWire(kind, script);
  const engine = new RemoteEngine(remoteOptions(wire.url, overrides));
  try {
    await engine.start();
    return await use(engine, wire);
  } finally {
    await engine.close({ graceMs: 0 });
    await wire.close();
  }
}

export function clientOf(url: string, apiKey: string | null = null): HttpClient {
  return new HttpClient({ url, apiKey });
}

export const VERDICT =
  '{"violation": 0, "policy_category": null, "rule_ids": [], "confidence": "high", "rationale": "Fine."}';
export const THOUGHT = "The content names no product.";

/** vLLM's response to a completion: tokens of `text` and the stop token, unless `choice` or `usage` say otherwise. */
export function vllmCompletion(body: Body, text: string, choice: Body = {}, usage: Body = {}): WireAnswer {
  const prompt = body["prompt"] as readonly number[];
  const token_ids = [...encodeOrdinary(text), CONTROL_TOKENS.return];
  return {
    body: {
      model: MODEL,
      choices: [
        { index: 0, text, finish_reason: "stop", stop_reason: null, token_ids, logprobs: null, ...choice },
      ],
      usage: { prompt_tokens: prompt.length, completion_tokens: token_ids.length, ...usage },
    },
  };
}

/** A vLLM server that reasons THOUGHT and then returns `answer(body)`. */
export function vllmThatAnswers(answer: (body: Body) => WireAnswer): Script {
  return (body) => (isSecondStep(body) ? answer(body) : vllmCompletion(body, THOUGHT));
}

/** Whether a request contains a schema, on any wire. */
export function isSecondStep(body: Body): boolean {
  const sampling = (body["sampling_params"] ?? {}) as Body;
  return ["structured_outputs", "json_schema", "format", "response_format"].some(
    (key) => body[key] !== undefined || sampling[key] !== undefined,
  );
}

/** Hugging Face's template renders two messages with ten tokens more than ours. */
export function chatPromptTokens(messages: unknown): number {
  const FRAME = 73;
  return (messages as readonly { readonly content: string }[]).reduce(
    (sum, { content }) => sum + encodeOrdinary(content).length,
    FRAME,
  );
}

export function chatCompletion(body: Body, message: Body, choice: Body = {}, usage: Body = {}): WireAnswer {
  return {
    body: {
      model: MODEL,
      choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: "stop", ...choice }],
      usage: { prompt_tokens: chatPromptTokens(body["messages"]), completion_tokens: 40, ...usage },
    },
  };
}

export function ollamaChat(body: Body, message: Body, overrides: Body = {}): WireAnswer {
  return {
    body: {
      model: MODEL,
      message: { role: "assistant", ...message },
      done: true,
      done_reason: "stop",
      prompt_eval_count: chatPromptTokens(body["messages"]),
      eval_count: 40,
      ...overrides,
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
