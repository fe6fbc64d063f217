import { EXIT } from "./exit-codes.ts";

/** An error that the user can fix: shown as one message, without a stack trace. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  readonly exitCode: number = EXIT.error;
}

/** A mistake on the command line. */
export class UsageError extends CliError {
  override readonly name = "UsageError";
  override readonly exitCode = EXIT.usage;
}
