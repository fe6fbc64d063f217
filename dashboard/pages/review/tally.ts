export type DecisionKind = "agree" | "overturn" | "unsure" | "escalate";

/** What was done since the page was opened. */
export interface Tally {
  readonly decided: number;
  readonly overturned: number;
  /** Decided since the last break. */
  readonly sinceBreak: number;
  /** When the person began to work without a break; milliseconds since the epoch. */
  readonly workingSince: number;
}

export function newTally(now: number): Tally {
  return { decided: 0, overturned: 0, sinceBreak: 0, workingSince: now };
}

export function counted(tally: Tally, decision: DecisionKind, by: 1 | -1): Tally {
  return {
    ...tally,
    decided: Math.max(0, tally.decided + by),
    overturned: Math.max(0, tally.overturned + (decision === "overturn" ? by : 0)),
    sinceBreak: Math.max(0, tally.sinceBreak + by),
  };
}

/** A break was taken, or its suggestion was postponed. */
export function rested(tally: Tally, now: number): Tally {
  return { ...tally, sinceBreak: 0, workingSince: now };
}

export interface BreakLimits {
  readonly breaks: boolean;
  readonly breakMinutes: number;
  readonly breakItems: number;
}

/** Why to suggest a break now; null if none is suggested. */
export function breakReason(tally: Tally, limits: BreakLimits, now: number): string | null {
  if (!limits.breaks) return null;
  const minutes = Math.floor((now - tally.workingSince) / 60_000);
  if (minutes >= limits.breakMinutes) return `You have been reviewing for ${minutes} minutes.`;
  if (tally.sinceBreak >= limits.breakItems) return `You have decided ${tally.sinceBreak} items.`;
  return null;
}
