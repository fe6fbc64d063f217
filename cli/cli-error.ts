import { EXIT } from "./exit-codes.ts";

/** Something a person can act on: shown as one message, without a stack trace. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  readonly exitCode: number = EXIT.error;
}

/** The command line itself is wrong. */
export class UsageError extends CliError {
  override readonly name = "UsageError";
  override readonly exitCode = EXIT.usage;
}
