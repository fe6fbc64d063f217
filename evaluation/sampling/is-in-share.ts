import { createHash } from "node:crypto";

/** 48 bits: a JavaScript number stores integers of up to 53 bits exactly. */
const DIGITS = 12;
const RANGE = 16 ** DIGITS;

/**
 * Whether a sample of this share includes the item that `key` names. A hash of the key decides: every process gets the
 * same result, a larger share includes the items of a smaller one, and another prefix of the keys gives an independent
 * sample.
 */
export function isInShare(key: string, share: number): boolean {
  const hash = createHash("sha256").update(key).digest("hex");
  return Number.parseInt(hash.slice(0, DIGITS), 16) < share * RANGE;
}
