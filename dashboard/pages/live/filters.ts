import type { Query } from "../../data/query.ts";

/** The filters of the page, by their names in the URL. The time filter is `range`, or `since` and `until`. */
export const FILTERS = [
  "policy_id",
  "violation",
  "status",
  "category",
  "rule",
  "confidence",
  "review_state",
  "min_score",
  "max_score",
  "rationale",
  "external_id",
  "key_id",
] as const;

/** Lengths of time before now, in seconds, by their names in the URL. */
export const RANGES: Readonly<Record<string, number>> = {
  "1h": 3600,
  "24h": 86_400,
  "7d": 7 * 86_400,
  "30d": 30 * 86_400,
};

/** Any of these limits a listing to settled records, in the order in which they settled. */
const SINCE_EVER = "1970-01-01T00:00:00Z";
/** The filters that the stream supports; the page applies the others. */
const OF_STREAM = ["policy_id", "violation", "status", "external_id", "key_id"] as const;
const UNSETTLED = new Set(["queued", "running"]);

/** The query of GET /verdicts and of the export. `now` is milliseconds since the epoch. */
export function listQuery(query: Query, now: number): Readonly<Record<string, string>> {
  const filters = pick(query, FILTERS);
  if (UNSETTLED.has(filters["status"] ?? "")) return filters;
  return { ...filters, since: sinceOf(query, now), ...pick(query, ["until"]) };
}

/** The query of GET /verdicts/stream. */
export function streamQuery(query: Query): Readonly<Record<string, string>> {
  return pick(query, OF_STREAM);
}

/** Whether newly settled records can match: not if the filter is a past period, or unsettled records. */
export function isLive(query: Query, now: number): boolean {
  const until = query["until"];
  if (UNSETTLED.has(query["status"] ?? "")) return false;
  return until === undefined || Date.parse(until) > now;
}

export function isFiltered(query: Query): boolean {
  return [...FILTERS, "range", "since", "until"].some((name) => query[name] !== undefined);
}

/** An address that downloads everything that the filters find. */
export function exportUrl(query: Query, format: "csv" | "jsonl", now: number): string {
  return `/verdicts/export?${new URLSearchParams({ ...listQuery(query, now), format })}`;
}

function sinceOf(query: Query, now: number): string {
  const seconds = RANGES[query["range"] ?? ""];
  if (seconds !== undefined) return new Date(now - seconds * 1000).toISOString();
  return query["since"] ?? SINCE_EVER;
}

function pick(query: Query, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  );
}
