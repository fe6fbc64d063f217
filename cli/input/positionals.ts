import { UsageError } from "../cli-error.ts";
import { oneLine } from "../printing/plain-text.ts";

/** Throws UsageError unless there is exactly one. */
export function onePositional(positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new UsageError(`give ${what}`);
  if (second !== undefined) {
    throw new UsageError(`"${oneLine(second, 60)}" is one argument too many: give ${what}, and nothing else`);
  }
  return first;
}
