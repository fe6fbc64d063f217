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
  const text = decodeUtf8(await readBytes(request, maxBytes));
  const validation = validate(parseJson(text));
  if (validation.ok) return validation.value;
  throw new ServiceError(
    "invalid_request",
    "The body does not satisfy the schema of this request; see errors.",
    {
      faults: validation.faults,
    },
  );
}

/**
 * Which of these types the body is declared to be of. Throws unsupported_media_type unless it is one of
 * them, in UTF-8 and not encoded. Looked at before the body is read.
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
 * The bytes of the body, at most `maxBytes`: a longer one is refused by its Content-Length, or while it
 * arrives. Throws body_too_large, and invalid_request where the connection broke off.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  refuseDeclaredLength(declared, maxBytes);
  try {
    // The HTTP parser holds a body to its declared length, so that there is nothing to count.
    const bytes =
      declared === null ? await readStream(request, maxBytes) : new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
    return bytes;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError("invalid_request", "The body broke off before its end.", { cause: error });
  }
}

/**
 * The body as it arrives, at most `maxBytes` in all; read no faster than it is asked for. Leaving the loop
 * early cancels it. Throws body_too_large, and invalid_request where the connection broke off.
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
        throw new ServiceError("invalid_request", "The body broke off before its end.", { cause });
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
  return new ServiceError("body_too_large", `The body may be up to ${maxBytes} bytes long.`);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** A byte order mark is dropped (RFC 8259 section 8.1 allows that). Throws not_utf8. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    // The decoder's error has nothing to add.
    throw new ServiceError("not_utf8", "The body holds bytes that are not UTF-8.");
  }
}

/**
 * `__proto__` becomes an ordinary own property and of a name given twice the last value counts: both are
 * then subject to the schema like any other. JSON.parse's own message quotes the text and is dropped.
 */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ServiceError(
      "invalid_json",
      text.trim() === "" ? "The body is empty." : "The body cannot be read as JSON.",
    );
  }
}
