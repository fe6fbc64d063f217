import { createHash } from "node:crypto";

/** The largest number of bits that a JavaScript number holds exactly is 53. */
const DIGITS = 12;
const RANGE = 16 ** DIGITS;

/**
 * Whether a share of everything includes what `key` names. A hash decides, so every process decides the same, a larger share
 * includes a smaller one, and keys with another prefix are another sample.
 */
export function isInShare(key: string, share: number): boolean {
  const hash = createHash("sha256").update(key).digest("hex");
  return Number.parseInt(hash.slice(0, DIGITS), 16) < share * RANGE;
}
