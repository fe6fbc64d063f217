import type { Readable } from "node:stream";
import type { Environment } from "./environment.ts";

/** Everything that a command uses from its process. */
export interface CliIo {
  readonly stdin: Readable;
  /** Prints the result, for people or programs. */
  out(text: string): void;
  /** Prints messages and progress, which are not part of the result. */
  err(text: string): void;
  /** Whether stdout may contain colours. */
  readonly color: boolean;
  /** Whether stderr is a terminal, on which a line can be overwritten. */
  readonly interactive: boolean;
  readonly env: Environment;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
