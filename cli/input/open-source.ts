import { createReadStream, type ReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { CliError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { fileSystemError } from "./file-system-error.ts";

/**
 * Reads the text of a file, or of stdin for "-", in chunks and without a byte order mark. Throws CliError if it cannot
 * be opened or is not UTF-8.
 */
export async function* openSource(file: string, io: CliIo): AsyncGenerator<string> {
  const name = file === "-" ? "the input" : file;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of file === "-" ? io.stdin : await openFile(file)) {
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      throw new CliError(`${name} is not UTF-8 text`, { cause });
    }
    throw cause;
  }
}

/** A file as a stream of bytes. Throws CliError if it cannot be opened. */
export async function openFile(file: string): Promise<ReadStream> {
  try {
    const handle = await open(file);
    return createReadStream(file, { fd: handle });
  } catch (cause) {
    throw new CliError(fileSystemError(cause, file) ?? `${file} cannot be read`, { cause });
  }
}
