/** Undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value at the end of `path` in parsed JSON; undefined where the path leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string | number, unknown>>)[key];
  }
  return current;
}

/** Null where there is no text; "" counts as none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const text = at(value, ...path);
  return typeof text === "string" && text !== "" ? text : null;
}

/** Null where there is no whole number of at least 0. */
export function countAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const count = at(value, ...path);
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** Empty where there is no list. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** Null where there is no list of token ids. */
export function tokensAt(value: unknown, ...path: readonly (string | number)[]): readonly number[] | null {
  const list = at(value, ...path);
  const ids = Array.isArray(list) && list.every((id) => Number.isSafeInteger(id) && id >= 0);
  return ids ? (list as number[]) : null;
}
