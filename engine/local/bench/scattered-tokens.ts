import { type Encoding, HARMONY } from "../../harmony/encoding.ts";

/** Returns scattered ordinary tokens. Repeated tokens would select the same experts and run faster than text. */
export function scatteredTokens(
  count: number,
  salt: number,
  { ordinaryTokens }: Pick<Encoding, "ordinaryTokens"> = HARMONY,
): number[] {
  return Array.from({ length: count }, (_, index) => (index * 7919 + salt * 104_729 + 13) % ordinaryTokens);
}
