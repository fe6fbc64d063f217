/**
 * Escapes a caller's string for a `text` column as JSON does, without the quotes: PostgreSQL's text holds neither
 * U+0000 nor lone surrogates. Strings without quotes, backslashes and control characters stay as they are.
 */
export function toText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

export function fromText(stored: string): string {
  return JSON.parse(`"${stored}"`) as string;
}

/** A value for a `json` column (which, unlike `jsonb`, keeps every JavaScript string and the order of keys). */
export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
