import type { ExitCodes, OptionSpecs } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

/** Options of every command that works on this machine alone. */
export const LOCAL_OPTIONS = {
  json: { type: "boolean", description: "JSON on stdout, for machines" },
  help: { type: "boolean", short: "h", description: "this help" },
} as const satisfies OptionSpecs;

export const LOCAL_EXIT_CODES: ExitCodes = [
  [EXIT.ok, "done"],
  [EXIT.error, "not done; the message says what is wrong and what to do"],
  [EXIT.usage, "the command line is wrong"],
  [EXIT.interrupted, "interrupted"],
];
