/** Parses JSON; undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value at `path` in parsed JSON; undefined if there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string | number, unknown>>)[key];
  }
  return current;
}

/** A non-empty text; null if there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const text = at(value, ...path);
  return typeof text === "string" && text !== "" ? text : null;
}

/** A whole number of at least 0; null if there is none. */
export function countAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const count = at(value, ...path);
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** A list; empty if there is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** A list of token ids; null if there is none. */
export function tokensAt(value: unknown, ...path: readonly (string | number)[]): readonly number[] | null {
  const list = at(value, ...path);
  const ids = Array.isArray(list) && list.every((id) => Number.isSafeInteger(id) && id >= 0);
  return ids ? (list as number[]) : null;
}
