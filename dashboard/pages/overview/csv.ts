import type { StatsRow } from "./figures.ts";

/** The figures of a period as CSV (RFC 4180), one row for each bucket and policy. */
export function statsCsv(rows: readonly StatsRow[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const names = Object.keys(first) as readonly (keyof StatsRow)[];
  const lines = rows.map((row) => names.map((name) => cell(row[name])).join(","));
  return `${[names.join(","), ...lines].join("\r\n")}\r\n`;
}

function cell(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
