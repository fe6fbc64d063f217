/** The work of both sides. */
export const PREFILL = [512, 2048] as const;
export const DECODE = [1, 8, 32] as const;
export const DECODE_STEPS = { 1: 48, 8: 24, 32: 12 } as const satisfies Record<
  (typeof DECODE)[number],
  number
>;
export const IN_FLIGHT = 64;
export const POLICY_TOKENS = 600;
export const CONTENT_TOKENS = 150;
export const REASONING_TOKENS = 80;
export const VERDICT_TOKENS = 60;
/** Enough for the verdicts of a minute, in as few rounds as a median needs. */
export const OUR_VERDICTS = 128;
