import type { EvaluationItem } from "../../packages/client/src/client.ts";
import { oneLine, plainText } from "./plain-text.ts";
import { formatFields } from "./table.ts";

const CONTENT_CHARACTERS = 200;

/** What is wrong with an item: what was expected, what was judged, and why. */
export function formatEvaluationItem(item: EvaluationItem): string {
  const [first] = item.judgements;
  const verdict = first?.verdict ?? null;
  const fields: (readonly [string, string])[] = [
    ["content", item.content === null ? "(deleted)" : oneLine(textOf(item.content), CONTENT_CHARACTERS)],
    ["expected", decision(item.violation, item.policy_category)],
  ];
  if (verdict !== null) {
    fields.push(["judged", decision(verdict.violation, categoryOf(verdict))]);
    fields.push(["rationale", plainText(verdict.rationale)]);
  }
  const failed = item.judgements.find(({ error }) => error !== null)?.error;
  if (failed) fields.push(["error", plainText(`${failed.code}: ${failed.title}`)]);
  if (item.note !== undefined) fields.push(["note", plainText(item.note)]);
  if (first?.reasoning) fields.push(["reasoning", plainText(first.reasoning)]);
  return `${oneLine(item.id, 100)}\n${formatFields(fields)}`;
}

function decision(violation: 0 | 1 | null, category: string | null | undefined): string {
  if (violation === null) return "unknown";
  const named = category === null || category === undefined ? "" : ` (${oneLine(category, 64)})`;
  return `${violation === 1 ? "violation" : "no violation"}${named}`;
}

function categoryOf(verdict: object): string | null {
  return "policy_category" in verdict && typeof verdict.policy_category === "string"
    ? verdict.policy_category
    : null;
}

function textOf(content: NonNullable<EvaluationItem["content"]>): string {
  if (typeof content === "string") return content;
  return content.messages.map(({ role, content: text }) => `${role}: ${text}`).join(" ");
}
