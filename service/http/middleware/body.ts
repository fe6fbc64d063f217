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
 * Throws unsupported_media_type unless the body is declared to be of this type, in UTF-8 and not encoded.
 * Looked at before the body is read.
 */
export function requireMediaType(request: Request, essence: string): void {
  const type = parseMediaType(request.headers.get("content-type") ?? undefined);
  if (type?.essence !== essence)
    throw new ServiceError("unsupported_media_type", `Send Content-Type: ${essence}.`);
  const charset = type.parameters.get("charset")?.toLowerCase() ?? "utf-8";
  if (charset !== "utf-8" && charset !== "utf8") {
    throw new ServiceError("unsupported_media_type", "Send the body in UTF-8: charset=utf-8 or no charset.");
  }
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new ServiceError("unsupported_media_type", "Send the body without Content-Encoding.");
  }
}

/**
 * The bytes of the body, at most `maxBytes`: a longer one is refused by its Content-Length, or while it
 * arrives. Throws body_too_large, and invalid_request where the connection broke off.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > maxBytes) throw tooLarge(maxBytes);
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

async function readStream(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
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
