/**
 * Parses JSON in which no object has a duplicate property name. RFC 8259 does not define their meaning and
 * JSON.parse uses the last value: `{"violation":1,"violation":0}` would be a contradictory verdict.
 *
 * Throws SyntaxError, whose message contains no part of the text.
 */
export function parseUniqueJson(text: string): unknown {
  const value = parsed(text);
  if (countNames(text) !== countProperties(value)) throw new SyntaxError("names a property twice");
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError("is not JSON");
  }
}

/** In valid JSON a colon outside of strings follows each name and nothing else. */
function countNames(text: string): number {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
}

function countProperties(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const children: readonly unknown[] = Object.values(value);
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + countProperties(child), own);
}
