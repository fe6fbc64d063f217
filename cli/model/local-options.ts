import type { ExitCodes, OptionSpecs } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

/** Options of the commands that do not call a service. */
export const LOCAL_OPTIONS = {
  json: { type: "boolean", description: "print JSON, for programs" },
  help: { type: "boolean", short: "h", description: "show this help" },
} as const satisfies OptionSpecs;

export const LOCAL_EXIT_CODES: ExitCodes = [
  [EXIT.ok, "success"],
  [EXIT.error, "failure; the message says what is wrong and what to do"],
  [EXIT.usage, "the command line is wrong"],
  [EXIT.interrupted, "interrupted"],
];
