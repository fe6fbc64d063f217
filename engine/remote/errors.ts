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
 * The one place where what a server does becomes an EngineError. No message holds any part of a server's
 * answer: servers put prompts and generated text into their errors (Groq: error.failed_generation).
 */

/** Nobody listens at the server's address. */
export class ConnectionRefusedError extends EngineUnavailableError {}

/** The context that a server's requests share is full: all that were running failed, this one among them. */
export class SharedContextFullError extends EngineUnavailableError {}

/** No connection, or one that broke before the answer was whole. `code` is the system's (ECONNRESET, …). */
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
    "The model server refuses connections while it holds this request: it is ending. The request is sent again.",
  );
}

export function abortedError(): EngineAbortedError {
  return new EngineAbortedError("The request was aborted.");
}

/** An answer with a status other than 2xx. `body` is what it said, if that was JSON. */
export function statusError(status: number, body: unknown): EngineError {
  if (status >= 400 && status < 500 && saysTooLong(body)) {
    return new PromptTooLongError(
      "The model server says that prompt and answer do not fit into its context.",
    );
  }
  if (status === 401 || status === 403) {
    return failed(`The model server refused the request's key (HTTP ${status}).`, false);
  }
  if (BUSY.has(status)) {
    return new EngineUnavailableError(`The model server is not able to answer now (HTTP ${status}).`);
  }
  if (status >= 500 && saysContextFull(body)) {
    return new SharedContextFullError(
      `The context that the model server's requests share is full (HTTP ${status}). Fewer are sent at a time; give ` +
        "each request a context of its own on the server, or a larger one to all of them.",
    );
  }
  if (status >= 500) {
    return failed(`The model server failed (HTTP ${status}).`, true);
  }
  // Groq: the answer did not come out as the schema says. The next one may.
  if (textAt(body, "error", "code") === "json_validate_failed") {
    return failed(`The model server found its own answer invalid (HTTP ${status}).`, true);
  }
  if (status === 404) {
    return failed("The model server knows no such path or model (HTTP 404).", false);
  }
  return failed(`The model server refused the request (HTTP ${status}).`, false);
}

/** A 2xx whose body is not JSON, or not of the shape that the wire has. `what` names the missing part. */
export function malformedAnswer(what: string): EngineFailedError {
  return failed(`The model server's answer is malformed: ${what}.`, true);
}

/** The server read fewer or more prompt tokens than were sent, beyond what a template of its own explains. */
export function promptMismatch(read: number | null, sent: number): EngineFailedError {
  return read === null
    ? failed(
        "The model server does not say how many prompt tokens it read: a cut policy would go unnoticed.",
        false,
      )
    : failed(
        `The model server read ${read} prompt tokens where ${sent} were sent. A prompt that was cut gives no verdict.`,
        false,
      );
}

export function misconfigured(message: string, remedy: Remedy | null = null): EngineFailedError {
  return new EngineFailedError(message, { retryable: false, remedy });
}

/** No model is configured, and the server has none or several. */
export function ambiguousModel(server: string, count: number): EngineFailedError {
  return misconfigured(`${server} has ${count} models, and none is configured.`, { code: "name_model" });
}

export type Finish = "stop" | "length";

/** Throws EngineFailedError for an end that is neither the model's own nor the bound: an abort, a filter, none. */
export function readFinish(reason: unknown): Finish {
  if (reason === "stop" || reason === "length") return reason;
  if (reason === "content_filter") {
    throw failed("The model server's content filter withheld the answer.", false);
  }
  throw malformedAnswer("generation did not come to an end");
}

export function emptyOutput(): OutputEmptyError {
  return new OutputEmptyError("The model server's answer is empty.");
}

/** The server's context was full before generation had ended: what it wrote is cut. */
export function contextFull(): OutputTruncatedError {
  return new OutputTruncatedError("The model server's context was full before the answer was complete.");
}

export function truncatedOutput(maxTokens: number): OutputTruncatedError {
  return new OutputTruncatedError(`The answer was not complete after ${maxTokens} tokens.`);
}

/** 408 and 425: ask again; 429, 502 to 504: busy, restarting or behind a proxy that is; 529: overloaded. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504, 529]);

/** OpenAI and Groq by code, llama.cpp by type, vLLM, SGLang and Ollama by their sentence only. */
function saysTooLong(body: unknown): boolean {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : body;
  const code = textAt(error, "code") ?? textAt(error, "type");
  if (code === "context_length_exceeded" || code === "exceed_context_size_error") return true;
  const message = typeof error === "string" ? error : (textAt(error, "message") ?? "");
  return /maximum context length|longer than the model's context|exceeds? the (?:available )?context/i.test(
    message,
  );
}

/** llama.cpp with one context for all slots (no --parallel): a status of 500, and this sentence. */
function saysContextFull(body: unknown): boolean {
  return /context size has been exceeded/i.test(textAt(body, "error", "message") ?? "");
}

function failed(message: string, retryable: boolean): EngineFailedError {
  return new EngineFailedError(message, { retryable });
}
