import { UsageError } from "../cli-error.ts";
import { wholeNumber } from "../command.ts";
import { oneLine } from "../printing/plain-text.ts";

const MAX_NUMBERS = 16;

/**
 * Whole numbers separated by commas, such as `512,2048`, or the fallback if the option is absent. Throws UsageError.
 */
export function integerListOption(
  name: string,
  value: string | undefined,
  {
    min,
    max,
    fallback,
  }: { readonly min: number; readonly max: number; readonly fallback: readonly number[] },
): readonly number[] {
  if (value === undefined) return fallback;
  const parts = value.split(",");
  if (parts.length > MAX_NUMBERS) throw new UsageError(`--${name} takes at most ${MAX_NUMBERS} numbers`);
  return parts.map((part) => {
    const number = wholeNumber(part, { min, max });
    if (number !== null) return number;
    throw new UsageError(
      `--${name} must be whole numbers from ${min} to ${max} separated by commas, such as ${fallback.join(",")}; got "${oneLine(value, 60)}"`,
    );
  });
}
