import type { OptionSpecs } from "./command.ts";

/** Options of every command that works on this machine alone. */
export const LOCAL_OPTIONS = {
  json: { type: "boolean", description: "JSON on stdout, for machines" },
  help: { type: "boolean", short: "h", description: "this help" },
} as const satisfies OptionSpecs;
