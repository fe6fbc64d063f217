import { UsageError } from "../cli-error.ts";
import { oneLine } from "../printing/plain-text.ts";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time of ISO 8601, a day (its start in UTC), or an age such as 30m, 24h or 7d. Throws UsageError. */
export function timeOption(name: string, text: string | undefined, now = Date.now()): string | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now - Number(count) * (UNITS[unit ?? ""] ?? 0)).toISOString();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return text;
  throw new UsageError(
    `--${name} must be a time such as 2026-11-28T09:30:00Z, a day such as 2026-11-28, or an age such as 24h or 7d; ` +
      `got "${oneLine(text, 60)}"`,
  );
}
