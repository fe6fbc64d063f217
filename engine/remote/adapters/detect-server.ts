import { statusError } from "../errors.ts";
import type { ServerKind } from "../remote-options.ts";
import type { HttpClient } from "../wire/http-client.ts";
import { at, textAt } from "../wire/read-json.ts";

/** For each kind: a path that only it serves, and a part of the response that only it returns there. */
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
 * Detects by GET requests which kind of server a URL is. An unrecognized server is "openai", although it could
 * also be "completions".
 *
 * Throws EngineUnavailableError or a retryable EngineFailedError if the server is not ready: a 5xx while it
 * loads a model must not be read as a missing path of another kind.
 */
export async function detectServer(client: HttpClient, signal: AbortSignal): Promise<ServerKind> {
  for (const { kind, path, isSign } of SIGNS) {
    const { status, body } = await client.send(path, undefined, signal);
    if (status >= 500 || status === 429) throw statusError(status, body);
    if (status === 200 && isSign(body)) return kind;
  }
  return "openai";
}
