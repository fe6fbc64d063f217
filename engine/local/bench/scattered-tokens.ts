import { type Encoding, HARMONY } from "../../harmony/encoding.ts";

/** Ordinary tokens in no order: tokens that repeat would ask for the same experts, and be faster than text. */
export function scatteredTokens(
  count: number,
  salt: number,
  { ordinaryTokens }: Pick<Encoding, "ordinaryTokens"> = HARMONY,
): number[] {
  return Array.from({ length: count }, (_, index) => (index * 7919 + salt * 104_729 + 13) % ordinaryTokens);
}
