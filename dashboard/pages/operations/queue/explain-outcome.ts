import errors from "./outcome-errors.json" with { type: "json" };

export interface Explanation {
  readonly cause: string;
  readonly remedy: string;
}

/** From the catalogue of errors; null for a code that a newer service has. */
export function explainOutcome(code: string): Explanation | null {
  const known: Readonly<Record<string, Explanation>> = errors;
  return Object.hasOwn(known, code) ? (known[code] ?? null) : null;
}
