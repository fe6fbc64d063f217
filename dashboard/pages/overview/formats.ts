import { formatDuration } from "../../kit/format-time.ts";

const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const UNKNOWN = "–";

export const formatCount = (value: number): string =>
  value < 10_000 ? WHOLE.format(value) : COMPACT.format(value);

/** Shares below 10 % have one decimal. */
export function formatPercent(value: number | null): string {
  if (value === null) return UNKNOWN;
  const percent = value * 100;
  return `${percent !== 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)}\u00a0%`;
}

export const formatMs = (value: number | null): string => (value === null ? UNKNOWN : formatDuration(value));

/** A time on the axis of a chart: with the date if the period is longer than a day. */
export function axisTime(spanMs: number): (time: number) => string {
  const options: Intl.DateTimeFormatOptions =
    spanMs <= 25 * 3_600_000
      ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
      : spanMs <= 8 * 24 * 3_600_000
        ? { weekday: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
        : { day: "numeric", month: "short", year: "2-digit" };
  const format = new Intl.DateTimeFormat("en", options);
  return (time) => format.format(time);
}
