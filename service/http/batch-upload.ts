import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import type { BatchFormat } from "../batches/batch-store.ts";
import { ServiceError } from "../errors.ts";
import { parseMediaType } from "./media-type.ts";
import { readChunks, requireMediaType } from "./middleware/body.ts";

const FORMATS: Readonly<Record<string, BatchFormat>> = {
  "application/jsonl": "jsonl",
  "application/x-ndjson": "jsonl",
  "application/x-jsonlines": "jsonl",
  "text/csv": "csv",
};

const MULTIPART = "multipart/form-data";
const MULTIPART_HEADER_BYTES = 8192;

export interface OpenUpload {
  readonly format: BatchFormat;
  /** Throws if the body is interrupted or too long, and ends only after a complete body. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens an upload: the body itself, or the only file of a form (RFC 7578). Throws unsupported_media_type,
 * body_too_large, invalid_request.
 */
export async function openUpload(request: Request, maxBytes: number): Promise<OpenUpload> {
  const type = requireMediaType(
    request,
    "application/jsonl",
    "application/x-ndjson",
    "application/x-jsonlines",
    "text/csv",
    MULTIPART,
  );
  if (type === MULTIPART) return openForm(request, maxBytes);
  return { format: FORMATS[type] ?? "jsonl", chunks: readChunks(request, maxBytes) };
}

async function openForm(request: Request, maxBytes: number): Promise<OpenUpload> {
  const parser = createParser(request.headers.get("content-type") ?? "");
  const first = new Promise<FormFile | null>((resolve, reject) => {
    parser.on("file", (_field, stream, fileName, _encoding, mediaType) => {
      // It may fail while nothing reads it, and an unhandled error event ends the process.
      stream.on("error", () => undefined);
      resolve({ stream, fileName, mediaType });
    });
    parser.on("finish", () => resolve(null));
    parser.on("error", reject);
  });
  const refuse = (): void => void parser.destroy(invalidForm("It may have one file and no other field."));
  for (const limit of ["filesLimit", "fieldsLimit", "partsLimit"]) parser.once(limit, refuse);
  const done = pipeline(readChunks(request, maxBytes), parser).catch((error: unknown) => {
    throw error instanceof ServiceError ? error : invalidForm("It cannot be parsed.", error);
  });
  // Awaited after the file; until then a failure destroys the file's stream.
  done.catch(() => undefined);
  const file = await Promise.race([first, done.then(() => null)]).catch(async () => {
    await done;
    return null;
  });
  if (file === null) throw invalidForm("It has no file.");
  const format = formatOf(file);
  if (format === null) {
    parser.destroy();
    throw new ServiceError(
      "unsupported_media_type",
      "The file's type is unknown. Set its Content-Type to application/jsonl or text/csv, or name it .jsonl or .csv.",
    );
  }
  return { format, chunks: fileChunks(file.stream, parser, done) };
}

interface FormFile {
  readonly stream: BusboyFileStream;
  readonly fileName: string | undefined;
  readonly mediaType: string;
}

function createParser(contentType: string): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: { files: 1, fields: 0, headerPairs: 20, headerSize: MULTIPART_HEADER_BYTES },
    });
  } catch (cause) {
    throw invalidForm("Its Content-Type has no boundary.", cause);
  }
}

/** The file may be complete although the form after it is not, so the end of the form is awaited too. */
async function* fileChunks(
  stream: BusboyFileStream,
  parser: InstanceType<typeof Busboy>,
  done: Promise<void>,
): AsyncGenerator<Uint8Array> {
  done.catch((error: unknown) => stream.destroy(error as Error));
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
    await done;
  } catch (error) {
    // An error of the body is the cause of the error of its file.
    await done;
    throw error;
  } finally {
    parser.destroy();
  }
}

function formatOf({ mediaType, fileName = "" }: FormFile): BatchFormat | null {
  const declared = FORMATS[parseMediaType(mediaType)?.essence ?? ""];
  if (declared !== undefined) return declared;
  if (/\.(jsonl|ndjson)$/i.test(fileName)) return "jsonl";
  return /\.csv$/i.test(fileName) ? "csv" : null;
}

function invalidForm(detail: string, cause?: unknown): ServiceError {
  return new ServiceError("invalid_request", `The form is not a valid upload. ${detail}`, { cause });
}
