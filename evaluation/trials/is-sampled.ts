import { createHash } from "node:crypto";

/** The largest number of bits that a JavaScript number holds exactly is 53. */
const DIGITS = 12;
const RANGE = 16 ** DIGITS;

/**
 * Whether a share of all items includes this one. A hash decides, so every process decides the same, and another trial samples
 * other items.
 */
export function isSampled(trialId: string, itemId: string, share: number): boolean {
  const hash = createHash("sha256").update(`${trialId} ${itemId}`).digest("hex");
  return Number.parseInt(hash.slice(0, DIGITS), 16) < share * RANGE;
}
