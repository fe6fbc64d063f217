import type { Interval } from "../statistics/interval.ts";
import { wilson } from "../statistics/wilson.ts";

/** `count` of `total`, as a value with its 95 % interval; both are null if `total` is 0. */
export interface Share {
  readonly count: number;
  readonly total: number;
  readonly value: number | null;
  readonly interval: Interval | null;
}

export function share(count: number, total: number): Share {
  return { count, total, value: total === 0 ? null : count / total, interval: wilson(count, total) };
}
