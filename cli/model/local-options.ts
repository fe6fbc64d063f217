import type { OptionSpecs } from "../command.ts";

/** Options of the commands that do not call a service. */
export const LOCAL_OPTIONS = {
  json: { type: "boolean", description: "print JSON, for programs" },
  help: { type: "boolean", short: "h", description: "show this help" },
} as const satisfies OptionSpecs;
