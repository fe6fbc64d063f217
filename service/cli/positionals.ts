import { UsageError } from "./cli-error.ts";

/** Throws UsageError unless there is exactly one. */
export function onePositional(positionals: readonly string[], what: string): string {
  const [first, ...rest] = positionals;
  if (first === undefined || rest.length > 0) throw new UsageError(`give ${what}`);
  return first;
}
