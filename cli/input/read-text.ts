import { readFile } from "node:fs/promises";
import { CliError } from "../cli-error.ts";
import type { CliIo } from "../cli-io.ts";
import { fileSystemError } from "./file-system-error.ts";

/** More than any content or policy may have. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads the bytes of a file, or of stdin for "-". Throws CliError. */
export async function readBytes(file: string, io: CliIo): Promise<Buffer> {
  if (file === "-") return readStdin(io);
  try {
    return await readFile(file, { signal: io.signal });
  } catch (cause) {
    io.signal.throwIfAborted();
    throw new CliError(fileSystemError(cause, file) ?? `${file} cannot be read`, { cause });
  }
}

/** Reads text. Throws CliError if it is not UTF-8, since replacement characters would be judged instead. */
export async function readText(file: string, io: CliIo): Promise<string> {
  const bytes = await readBytes(file, io);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CliError(`${file === "-" ? "the input" : file} is not UTF-8 text`, { cause });
  }
}

async function readStdin(io: CliIo): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of io.stdin) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
    length += bytes.length;
    if (length > MAX_BYTES) {
      throw new CliError("the input is longer than 16 MiB, which is more than can be judged");
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
