import { GoldenFileError } from "./golden-item.ts";

/** The meaning of a label of a golden set. */
export interface Label {
  /** Null if the label is missing: an unknown label is not 0. */
  readonly violation: 0 | 1 | null;
  /** Undefined if the label does not name one. */
  readonly policyCategory?: string | null;
}

const VIOLATION = new Set([
  "1",
  "true",
  "yes",
  "violation",
  "violates",
  "unsafe",
  "toxic",
  "spam",
  "flagged",
  "invalid",
]);
const NO_VIOLATION = new Set([
  "0",
  "false",
  "no",
  "no violation",
  "none",
  "safe",
  "not toxic",
  "ham",
  "allowed",
  "ok",
  "valid",
]);

export interface LabelReading {
  /** Whether the category with this code allows what it describes. Default: if the code is letters and 0, as in SP0. */
  readonly isAllowed?: (code: string) => boolean;
  /** The labels that mean a violation; every other label then means no violation. */
  readonly violations?: readonly string[];
}

/**
 * Reads a cell such as `1`, `unsafe` or `SP2`. A category whose code is letters and an undotted 0, as in `SP0`, means
 * no violation, and any other code means one; `isAllowed` decides instead if the policy declares its categories. Null
 * if the cell is not a label. Throws GoldenFileError for a number above 1: the meaning of 0 and 1 is then unknown.
 */
export function readLabel(
  cell: string,
  { isAllowed = endsInZero, violations }: LabelReading = {},
): Label | null {
  const text = cell.trim();
  if (text === "") return { violation: null };
  if (violations !== undefined) return { violation: violations.includes(text) ? 1 : 0 };
  const word = text.toLowerCase();
  if (VIOLATION.has(word)) return { violation: 1 };
  if (NO_VIOLATION.has(word)) return { violation: 0 };
  if (/^\d+$/.test(text)) {
    throw new GoldenFileError(
      `The labels are numbers, such as ${text}. Say which of them mean a violation, because 0 and 1 may not mean no and yes.`,
    );
  }
  if (!/^[\p{L}\p{N}§][\p{L}\p{N}._§-]{0,63}$/u.test(text)) return null;
  return { violation: isAllowed(text) ? 0 : 1, policyCategory: text };
}

function endsInZero(code: string): boolean {
  return /^\p{L}+-?0$/u.test(code);
}
