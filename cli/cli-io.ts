import type { Readable } from "node:stream";
import type { Environment } from "./environment.ts";

/** Everything a command touches of the process it runs in. */
export interface CliIo {
  readonly stdin: Readable;
  /** The result, for people or machines. */
  out(text: string): void;
  /** Messages beside the result. */
  err(text: string): void;
  /** Whether stdout may hold colours. */
  readonly color: boolean;
  /** Whether stderr is a terminal, where a line may be overwritten. */
  readonly interactive: boolean;
  readonly env: Environment;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
