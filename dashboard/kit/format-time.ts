const UNITS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });
// Making a formatter takes longer than everything else in a row of a table.
const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const ABSOLUTE = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/** "5 min. ago"; a date after 30 days. Times are milliseconds since the epoch. */
export function formatRelative(time: number, now: number): string {
  let amount = (time - now) / 1000;
  if (Math.abs(amount) < 5) return "now";
  for (const [unit, size] of UNITS) {
    if (Math.abs(amount) < size) return RELATIVE.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return DATE.format(time);
}

/** In the reader's time zone, which it names. */
export function formatAbsolute(time: number): string {
  return ABSOLUTE.format(time);
}

/** A length of time, such as "850 ms", "12.4 s" or "3 min 20 s". */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}
