const UNSTORABLE = /\p{Surrogate}|\0/gu;

/**
 * Makes model output storable: lone surrogates, which UTF-8 cannot encode, and U+0000, which PostgreSQL and many
 * readers of records reject, become U+FFFD. A model writes both as JSON escapes.
 */
export function sanitizeText(text: string): string {
  return text.replace(UNSTORABLE, "\uFFFD");
}

/** Sanitizes every string in a parsed value, except property names. */
export function sanitizeValue(value: unknown): unknown {
  if (typeof value === "string") return sanitizeText(value);
  if (Array.isArray(value)) return value.map(sanitizeValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sanitizeValue(inner)]));
}
