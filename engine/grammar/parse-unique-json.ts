/**
 * JSON in which no object names a property twice. RFC 8259 leaves the meaning of a repeated name open and
 * JSON.parse takes the last value: `{"violation":1,"violation":0}` would be an answer that says both.
 *
 * Throws SyntaxError, without any part of the text.
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
