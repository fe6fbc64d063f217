import {
  EngineAbortedError,
  type EngineError,
  EngineFailedError,
  EngineUnavailableError,
  OutputEmptyError,
  OutputTruncatedError,
  PromptTooLongError,
  type Remedy,
} from "../errors.ts";
import { textAt } from "./wire/read-json.ts";

/*
 * The only code that translates the behaviour of a server into an EngineError. No message contains any part of a
 * response: servers put prompts and generated text into their errors (Groq: error.failed_generation).
 */

/** The server's address refuses connections. */
export class ConnectionRefusedError extends EngineUnavailableError {}

/** The context that all requests of a server share is full, and all running requests failed. */
export class SharedContextFullError extends EngineUnavailableError {}

/** There was no connection, or it closed before the response was complete. */
export function connectionError(error: unknown): EngineUnavailableError {
  const code = systemCode(error);
  const named = code === undefined ? "" : ` (${code})`;
  const message = `The connection to the model server failed${named}.`;
  return code === "ECONNREFUSED" ? new ConnectionRefusedError(message) : new EngineUnavailableError(message);
}

function systemCode(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}

export function serverLost(): EngineUnavailableError {
  return new EngineUnavailableError(
    "The model server refuses connections while it holds this request: it is shutting down. The request is retried.",
  );
}

export function abortedError(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}

/** The error for a status other than 2xx. `body` is the parsed response, if it was JSON. */
export function statusError(status: number, body: unknown): EngineError {
  if (status >= 400 && status < 500 && isTooLong(body)) {
    return new PromptTooLongError("The model server reports that prompt and output do not fit its context.");
  }
  if (status === 401 || status === 403) {
    return failed(`The model server rejected the API key (HTTP ${status}).`, false);
  }
  if (BUSY.has(status)) {
    return new EngineUnavailableError(`The model server is temporarily unavailable (HTTP ${status}).`);
  }
  if (status >= 500 && isContextFull(body)) {
    return new SharedContextFullError(
      `The context that all requests of the model server share is full (HTTP ${status}). Fewer requests are sent at a ` +
        "time from now on. Configure the server with a separate context for each request, or with a larger one.",
    );
  }
  if (status >= 500) {
    return failed(`The model server failed (HTTP ${status}).`, true);
  }
  // Groq: the output does not match the schema. A retry may succeed.
  if (textAt(body, "error", "code") === "json_validate_failed") {
    return failed(`The model server rejected its own output as invalid (HTTP ${status}).`, true);
  }
  if (status === 404) {
    return failed("The model server does not know the path or the model (HTTP 404).", false);
  }
  return failed(`The model server refused the request (HTTP ${status}).`, false);
}

/** The error for a 2xx response that is not JSON or lacks a required part. */
export function malformedResponse(what: string): EngineFailedError {
  return failed(`The response of the model server is malformed: ${what}.`, true);
}

/** The server read more or fewer prompt tokens than were sent, and its own template does not explain the difference. */
export function promptMismatch(read: number | null, sent: number): EngineFailedError {
  return read === null
    ? failed(
        "The model server does not report how many prompt tokens it read, so a truncated policy would not be noticed.",
        false,
      )
    : failed(
        `The model server read ${read} prompt tokens, but ${sent} were sent. A truncated prompt gives no verdict.`,
        false,
      );
}

export function misconfigured(message: string, remedy: Remedy | null = null): EngineFailedError {
  return new EngineFailedError(message, { retryable: false, remedy });
}

/** The error if no model is configured and the server has none or several. */
export function ambiguousModel(server: string, count: number): EngineFailedError {
  return misconfigured(`${server} has ${count} models, and none is configured.`, { code: "name_model" });
}

export type Finish = "stop" | "length";

/** Reads how generation ended. Throws EngineFailedError if it was neither the model nor the token limit. */
export function readFinish(reason: unknown): Finish {
  if (reason === "stop" || reason === "length") return reason;
  if (reason === "content_filter") {
    throw failed("The content filter of the model server blocked the output.", false);
  }
  throw malformedResponse("it has no valid finish reason");
}

export function emptyOutput(): OutputEmptyError {
  return new OutputEmptyError("The output of the model server is empty.");
}

/** The server's context was full before generation ended, so the output is truncated. */
export function contextFull(): OutputTruncatedError {
  return new OutputTruncatedError("The context of the model server was full before the output was complete.");
}

export function truncatedOutput(maxTokens: number): OutputTruncatedError {
  return new OutputTruncatedError(`The output was not complete after ${maxTokens} tokens.`);
}

/** 408, 425: retry; 429, 502 to 504: busy or restarting, or its proxy reports that; 529: overloaded. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504, 529]);

/** OpenAI and Groq have a code, llama.cpp has a type, vLLM, SGLang and Ollama have only a message. */
function isTooLong(body: unknown): boolean {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : body;
  const code = textAt(error, "code") ?? textAt(error, "type");
  if (code === "context_length_exceeded" || code === "exceed_context_size_error") return true;
  const message = typeof error === "string" ? error : (textAt(error, "message") ?? "");
  return /maximum context length|longer than the model's context|exceeds? the (?:available )?context/i.test(
    message,
  );
}

/** llama.cpp with one context for all slots returns status 500 and this message. */
function isContextFull(body: unknown): boolean {
  return /context size has been exceeded/i.test(textAt(body, "error", "message") ?? "");
}

function failed(message: string, retryable: boolean): EngineFailedError {
  return new EngineFailedError(message, { retryable });
}
