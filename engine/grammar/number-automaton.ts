import { MAX_FRACTION_DIGITS, MAX_INTEGER_DIGITS } from "./limits.ts";

/**
 * The numbers that are allowed: `-?(0|[1-9][0-9]*)(\.[0-9]+)?` with bounded digits and no exponent; an integer has no
 * fraction and is never `-0`. RFC 8259, section 6 has the full grammar.
 */
export type NumberPhase = "start" | "minus" | "zero" | "integer" | "point" | "fraction";

export interface NumberPosition {
  readonly phase: NumberPhase;
  /** Digits that may still follow in this part. */
  readonly digitsLeft: number;
}

export const NUMBER_START: NumberPosition = { phase: "start", digitsLeft: 0 };

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const POINT = 0x2e;

/** The position after one more byte; null if that byte is not allowed. */
export function stepNumber(integer: boolean, position: NumberPosition, byte: number): NumberPosition | null {
  const { phase, digitsLeft } = position;
  const digit = byte >= ZERO && byte <= NINE;
  switch (phase) {
    case "start":
    case "minus":
      if (byte === MINUS && phase === "start") {
        return { phase: "minus", digitsLeft: 0 };
      }
      if (byte === ZERO) {
        return integer && phase === "minus" ? null : { phase: "zero", digitsLeft: 0 };
      }
      return digit ? { phase: "integer", digitsLeft: MAX_INTEGER_DIGITS - 1 } : null;
    case "zero":
    case "integer":
      if (byte === POINT && !integer) {
        return { phase: "point", digitsLeft: MAX_FRACTION_DIGITS };
      }
      return digit && digitsLeft > 0 ? { phase, digitsLeft: digitsLeft - 1 } : null;
    case "point":
    case "fraction":
      return digit && digitsLeft > 0 ? { phase: "fraction", digitsLeft: digitsLeft - 1 } : null;
  }
}

/** Whether the number may end here. */
export function mayEnd({ phase }: NumberPosition): boolean {
  return phase === "zero" || phase === "integer" || phase === "fraction";
}

/** Whether the number may continue. */
export function mayContinue(integer: boolean, { phase, digitsLeft }: NumberPosition): boolean {
  return digitsLeft > 0 || !mayEnd({ phase, digitsLeft }) || (!integer && phase !== "fraction");
}
