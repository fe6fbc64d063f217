import { UsageError } from "../cli-error.ts";
import { oneLine } from "../printing/plain-text.ts";

/** Throws UsageError unless the text can be the id of a verdict. */
export function verdictId(text: string): string {
  if (/^[0-9a-fA-F-]{36}$/.test(text)) return text;
  throw new UsageError(`a verdict's id is a UUID; got "${oneLine(text, 60)}"`);
}
