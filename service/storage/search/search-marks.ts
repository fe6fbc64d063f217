import { createHash } from "node:crypto";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { isCode } from "../verdicts/verdict-codes.ts";

/** What a search of marks looks for. */
export interface MarkFilter {
  readonly ruleId?: string;
  readonly confidence?: string;
  readonly metadata?: { readonly key: string; readonly value?: string };
}

/** Short texts by which a record is found, in one index: the rules that it cites, its confidence, and its metadata. */
export function marksOf({
  verdict,
  metadata,
}: Pick<VerdictRecord, "verdict" | "metadata">): readonly string[] {
  const rules: unknown = verdict?.["rule_ids"];
  const confidence: unknown = verdict?.["confidence"];
  return [
    ...new Set([
      ...(Array.isArray(rules) ? rules.filter(isCode).map(ruleMark) : []),
      ...(isCode(confidence) ? [confidenceMark(confidence)] : []),
      ...Object.entries(metadata ?? {}).flatMap(([key, value]) => [
        metadataMark(key),
        metadataMark(key, String(value)),
      ]),
    ]),
  ];
}

/** The marks that a record must have. */
export function wantedMarks({ ruleId, confidence, metadata }: MarkFilter): readonly string[] {
  return [
    ...(ruleId === undefined ? [] : [ruleMark(ruleId)]),
    ...(confidence === undefined ? [] : [confidenceMark(confidence)]),
    ...(metadata === undefined ? [] : [metadataMark(metadata.key, metadata.value)]),
  ];
}

/** The category of a verdict, if it is a code. */
export function categoryOf(verdict: VerdictRecord["verdict"]): string | null {
  const category: unknown = verdict?.["policy_category"];
  return isCode(category) ? category : null;
}

function ruleMark(code: string): string {
  return `rule ${code}`;
}

function confidenceMark(confidence: string): string {
  return `confidence ${confidence}`;
}

/** Hashed, because an index holds short texts only, and a value may have a thousand characters and U+0000. */
function metadataMark(key: string, value?: string): string {
  const text = JSON.stringify(value === undefined ? [key] : [key, value]);
  return `metadata ${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
}
