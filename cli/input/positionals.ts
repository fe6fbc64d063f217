import { UsageError } from "../cli-error.ts";
import { oneLine } from "../printing/plain-text.ts";

/** Throws UsageError unless exactly one argument is given. */
export function onePositional(positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new UsageError(`give ${what}`);
  if (second !== undefined) {
    throw new UsageError(`unexpected argument "${oneLine(second, 60)}": give only ${what}`);
  }
  return first;
}

/** Throws UsageError unless exactly two arguments are given. */
export function twoPositionals(positionals: readonly string[], what: string): readonly [string, string] {
  const [first, second, third] = positionals;
  if (first !== undefined && second !== undefined && third === undefined) return [first, second];
  throw new UsageError(`give ${what}`);
}
