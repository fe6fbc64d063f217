import { Readable } from "node:stream";
import type { CliIo } from "../../cli/cli-io.ts";

export interface CapturedIo extends CliIo {
  stdout(): string;
  stderr(): string;
}

/** The environment of a command, which records its output. */
export function captureIo(
  options: { readonly env?: CliIo["env"]; readonly input?: string } = {},
): CapturedIo {
  const out: string[] = [];
  const err: string[] = [];
  return {
    stdin: Readable.from(options.input === undefined ? [] : [Buffer.from(options.input)]),
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    color: false,
    interactive: false,
    env: options.env ?? {},
    signal: new AbortController().signal,
    stdout: () => out.join(""),
    stderr: () => err.join(""),
  };
}
