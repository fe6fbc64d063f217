import type { VerdictRecord } from "../../schemas/verdict-record.ts";

type Cell = string | number | null;

/** The properties of a verdict, as cells of CSV. */
export const VERDICT_COLUMNS = [
  "violation",
  "policy_category",
  "rule_ids",
  "confidence",
  "score",
  "rationale",
] as const;

export function verdictCells(record: Pick<VerdictRecord, "verdict" | "score"> | null): readonly Cell[] {
  const verdict = record?.verdict ?? null;
  return [
    verdict?.violation ?? null,
    textOf(verdict?.["policy_category"]),
    textOf(verdict?.["rule_ids"]),
    textOf(verdict?.["confidence"]),
    record?.score ?? null,
    verdict?.rationale ?? null,
  ];
}

/** A policy's own schema may give these properties any type. Members of lists are separated by spaces. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((member) => typeof member === "string")) return value.join(" ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
