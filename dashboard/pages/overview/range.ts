import type { Query } from "../../data/query.ts";

export const RANGES = [
  { id: "hour", title: "Last hour", ms: 3_600_000 },
  { id: "day", title: "Last day", ms: 24 * 3_600_000 },
  { id: "week", title: "Last week", ms: 7 * 24 * 3_600_000 },
  { id: "month", title: "Last 30 days", ms: 30 * 24 * 3_600_000 },
] as const;

export type RangeId = (typeof RANGES)[number]["id"] | "custom";

export interface Range {
  readonly id: RangeId;
  /** ISO 8601. */
  readonly since: string;
  /** Null: until now. */
  readonly until: string | null;
}

/** The time range in the page's address: a named one, or since and until. A day if there is no valid one. */
export function rangeOf({ range, since, until }: Query, now: number): Range {
  const from = instant(since);
  const to = instant(until);
  if (from !== null && from < (to ?? now)) {
    return {
      id: "custom",
      since: new Date(from).toISOString(),
      until: to === null ? null : new Date(to).toISOString(),
    };
  }
  const named = RANGES.find(({ id }) => id === range) ?? RANGES[1];
  return { id: named.id, since: new Date(now - named.ms).toISOString(), until: null };
}

function instant(text: string | undefined): number | null {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? null : time;
}
