import type { Interval } from "../../statistics/interval.ts";

interface Measured {
  readonly value: number | null;
  readonly interval: Interval | null;
}

export function figure(value: number | null): string {
  return value === null ? "–" : value.toFixed(3);
}

/** With a sign, for differences. */
export function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(3)}`;
}

export function range(interval: Interval | null): string {
  return interval === null ? "–" : `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`;
}

export function withRange({ value, interval }: Measured): string {
  return value === null || interval === null ? figure(value) : `${figure(value)} (${range(interval)})`;
}

export function percent(value: number | null): string {
  return value === null ? "–" : `${(100 * value).toFixed(1)} %`;
}

/** `1 item`, `2 items`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function probability(p: number): string {
  return p < 0.0005 ? "below 0.001" : p.toFixed(3);
}
