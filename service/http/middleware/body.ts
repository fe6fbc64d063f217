import type { Validation } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import { parseMediaType } from "../media-type.ts";

/**
 * Reads and validates a JSON body. Throws ServiceError unsupported_media_type, body_too_large, not_utf8,
 * invalid_json, and invalid_request with a JSON Pointer to each fault.
 */
export async function readJson<T>(
  request: Request,
  maxBytes: number,
  validate: (value: unknown) => Validation<T>,
): Promise<T> {
  requireMediaType(request, "application/json");
  const validation = validate(parseJson(await readText(request, maxBytes)));
  if (validation.ok) return validation.value;
  throw new ServiceError(
    "invalid_request",
    "The body does not satisfy the schema of this request. Fix what errors points to.",
    {
      faults: validation.faults,
    },
  );
}

/** Reads a body of text. Throws body_too_large, not_utf8, and invalid_request if the connection was interrupted. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  return decodeUtf8(await readBytes(request, maxBytes));
}

/**
 * Returns the declared media type of the body. Throws unsupported_media_type unless it is one of these types, in UTF-8
 * and without a content encoding. Reads only headers.
 */
export function requireMediaType<const T extends string>(request: Request, ...essences: readonly T[]): T {
  const type = parseMediaType(request.headers.get("content-type") ?? undefined);
  const essence = essences.find((known) => known === type?.essence);
  if (type === null || essence === undefined) {
    throw new ServiceError("unsupported_media_type", `Send Content-Type: ${essences.join(" or ")}.`);
  }
  const charset = type.parameters.get("charset")?.toLowerCase() ?? "utf-8";
  if (charset !== "utf-8" && charset !== "utf8") {
    throw new ServiceError("unsupported_media_type", "Send the body in UTF-8: charset=utf-8 or no charset.");
  }
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new ServiceError("unsupported_media_type", "Send the body without Content-Encoding.");
  }
  return essence;
}

/**
 * Reads the body, at most `maxBytes`. A longer one is rejected by its Content-Length, or while it is received. Throws
 * body_too_large, and invalid_request if the connection was interrupted.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  refuseDeclaredLength(declared, maxBytes);
  try {
    // The HTTP parser enforces the declared length, so nothing has to be counted.
    const bytes =
      declared === null ? await readStream(request, maxBytes) : new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
    return bytes;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(
      "invalid_request",
      "The connection was interrupted before the end of the body. Send the request again.",
      { cause: error },
    );
  }
}

/**
 * Yields the body as it is received, at most `maxBytes` in total and with backpressure. Leaving the loop early cancels
 * it. Throws body_too_large, and invalid_request if the connection was interrupted.
 */
export async function* readChunks(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  refuseDeclaredLength(request.headers.get("content-length"), maxBytes);
  if (request.body === null) return;
  const reader = request.body.getReader();
  let length = 0;
  let isAtEnd = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new ServiceError(
          "invalid_request",
          "The connection was interrupted before the end of the body. Send the request again.",
          { cause },
        );
      });
      isAtEnd = done;
      if (done) return;
      length += value.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      yield value;
    }
  } finally {
    if (!isAtEnd) await reader.cancel().catch(() => undefined);
  }
}

async function readStream(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(request, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function refuseDeclaredLength(declared: string | null, maxBytes: number): void {
  if (declared !== null && Number(declared) > maxBytes) throw tooLarge(maxBytes);
}

function tooLarge(maxBytes: number): ServiceError {
  return new ServiceError("body_too_large", `The body is too long. Send up to ${maxBytes} bytes.`);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Decodes UTF-8 and drops a byte order mark, as RFC 8259 section 8.1 allows. Throws not_utf8. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ServiceError("not_utf8", "The body contains bytes that are not UTF-8. Convert it to UTF-8.");
  }
}

/**
 * Parses JSON. `__proto__` becomes an ordinary property, and of duplicate names the last value counts, so the schema
 * applies to both. The message of JSON.parse quotes the text, so it is dropped.
 */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ServiceError(
      "invalid_json",
      text.trim() === "" ? "The body is empty. Send JSON." : "The body cannot be parsed as JSON.",
    );
  }
}
