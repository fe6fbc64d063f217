import { UsageError } from "../cli-error.ts";
import { oneLine } from "../printing/plain-text.ts";

const MAX_PRICE = 1_000_000;

/** A price with a decimal point, or null if the option is absent. Throws UsageError. */
export function priceOption(text: string | undefined): number | null {
  if (text === undefined) return null;
  const price = /^\d{1,7}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (price <= MAX_PRICE) return price;
  throw new UsageError(`--price must be a number from 0 to ${MAX_PRICE}; got "${oneLine(text, 60)}"`);
}
