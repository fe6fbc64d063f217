import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CliError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { fileSystemError } from "../input/file-system-error.ts";

/** Writes the body of a response to a file, or to stdout for "-", as it arrives. Throws CliError. */
export async function writeBody({ body }: Response, output: string, io: CliIo): Promise<void> {
  const chunks = (body ?? []) as AsyncIterable<Uint8Array>;
  if (output === "-") {
    const decoder = new TextDecoder();
    for await (const chunk of chunks) io.out(decoder.decode(chunk, { stream: true }));
    return;
  }
  try {
    await pipeline(chunks, createWriteStream(output));
  } catch (cause) {
    const message = fileSystemError(cause, output);
    throw message === null ? cause : new CliError(message, { cause });
  }
}
