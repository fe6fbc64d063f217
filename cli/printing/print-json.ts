import type { CliIo } from "../cli-io.ts";

/** Prints a result for programs. */
export function printJson(io: CliIo, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
