import { completionsAdapter } from "./adapters/completions.ts";
import { llamaCppAdapter } from "./adapters/llama-cpp.ts";
import { ollamaAdapter } from "./adapters/ollama.ts";
import { openaiChatAdapter } from "./adapters/openai-chat.ts";
import { sglangAdapter } from "./adapters/sglang.ts";
import { vllmAdapter } from "./adapters/vllm.ts";
import { statusError } from "./errors.ts";
import type { HttpClient } from "./http-client.ts";
import type { ServerKind } from "./remote-options.ts";
import { at, textAt } from "./read-json.ts";
import type { ServerAdapter } from "./server-adapter.ts";

export function createAdapter(kind: ServerKind): ServerAdapter {
  switch (kind) {
    case "vllm":
      return vllmAdapter;
    case "sglang":
      return sglangAdapter;
    case "llamacpp":
      return llamaCppAdapter;
    case "ollama":
      return ollamaAdapter;
    case "openai":
      return openaiChatAdapter();
    case "completions":
      return completionsAdapter();
  }
}

/** What each server has at a path of its own, and a part of the answer that only it gives there. */
const SIGNS: readonly { kind: ServerKind; path: string; isSign: (body: unknown) => boolean }[] = [
  { kind: "ollama", path: "/api/version", isSign: (body) => textAt(body, "version") !== null },
  { kind: "sglang", path: "/get_model_info", isSign: (body) => textAt(body, "model_path") !== null },
  {
    kind: "llamacpp",
    path: "/props",
    isSign: (body) => at(body, "default_generation_settings") !== undefined,
  },
  { kind: "vllm", path: "/version", isSign: (body) => textAt(body, "version") !== null },
];

/**
 * Finds out by GET requests what answers behind a URL; "openai" if nothing tells, though it may be "completions".
 *
 * Throws EngineUnavailableError or a retryable EngineFailedError where the server cannot say now (a 5xx while a
 * model is being loaded must not be taken for another kind of server).
 */
export async function detectServer(client: HttpClient, signal: AbortSignal): Promise<ServerKind> {
  for (const { kind, path, isSign } of SIGNS) {
    const { status, body } = await client.ask(path, undefined, signal);
    if (status >= 500 || status === 429) throw statusError(status, body);
    if (status === 200 && isSign(body)) return kind;
  }
  return "openai";
}
