import type { CliIo } from "../cli-io.ts";

/** A result for machines. */
export function printJson(io: CliIo, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
