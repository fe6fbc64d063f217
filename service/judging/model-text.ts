const UNSTORABLE = /\p{Surrogate}|\0/gu;

/**
 * What a model wrote, as it may stand in a record: lone surrogates, which UTF-8 cannot hold, and U+0000, at which
 * PostgreSQL and many readers of records stop, become U+FFFD. In JSON a model spells both as escapes.
 */
export function modelText(text: string): string {
  return text.replace(UNSTORABLE, "\uFFFD");
}

/** The same for every string in a parsed answer, names of properties left as they are. */
export function modelValue(value: unknown): unknown {
  if (typeof value === "string") return modelText(value);
  if (Array.isArray(value)) return value.map(modelValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, modelValue(inner)]));
}
