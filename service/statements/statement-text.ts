import type { ParsedPolicy } from "../../policies/policy.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";

/** What a statement cites: codes and titles that the author of the policy wrote. */
export interface Citation {
  readonly category: { readonly code: string; readonly title?: string; readonly action?: string } | null;
  readonly rules: readonly string[];
}

/**
 * The category and rules of the decision that exist in the policy version. A code that the model made up may quote the
 * content, so it is never cited. A person's decision names its own category.
 */
export function citationOf({ verdict, review }: VerdictRecord, policy: ParsedPolicy): Citation {
  const decided = review?.outcome ?? null;
  const code: unknown = decided === null ? verdict?.["policy_category"] : decided.policy_category;
  const cited: unknown = verdict?.["rule_ids"];
  const isModels = decided === null || review?.state === "agreed";
  return {
    category: policy.categories.find((category) => category.code === code) ?? null,
    rules: isModels && Array.isArray(cited) ? policy.rules.filter((rule) => cited.includes(rule)) : [],
  };
}

/** The contractual ground: the policy and its category. */
export function groundText(
  { policy: { id, version } }: VerdictRecord,
  policy: ParsedPolicy,
  { category }: Citation,
): string {
  const title = policy.title === null ? "" : ` (${policy.title})`;
  return shorten(
    `Policy ${id}${title}, version ${version}${category === null ? "" : `, ${nameOf(category)}`}`,
    500,
  );
}

export function explanationText({ category, rules }: Citation): string {
  const what = category === null ? "violate this policy" : `fall under ${nameOf(category)} of this policy`;
  const which =
    rules.length === 0
      ? ""
      : `, according to its ${rules.length === 1 ? "rule" : "rules"} ${rules.join(", ")}`;
  return shorten(`The content was found to ${what}${which}.`, 2000);
}

/** How the decision was made, without the content. */
export function factsText(record: VerdictRecord, explanation: string, rationale: string | null): string {
  const judged = `The content was assessed by a language model under a written policy on ${dayOf(record.completed_at)}.`;
  return shorten([judged, reviewText(record.review), explanation, ...quote(rationale)].join(" "), 5000);
}

function reviewText(review: VerdictRecord["review"]): string {
  const people = review?.reviewers === 2 ? "Two people" : "A person";
  if (review?.state === "agreed") return `${people} reviewed the result and confirmed it.`;
  if (review?.state === "overturned") return `${people} reviewed the result and decided otherwise.`;
  return "No person was involved in the decision.";
}

function quote(rationale: string | null): readonly string[] {
  return rationale === null || rationale === "" ? [] : [`The reason that the model gave: ${rationale}`];
}

export function dayOf(time: string | null): string {
  return (time ?? "").slice(0, 10);
}

function nameOf({ code, title }: NonNullable<Citation["category"]>): string {
  return `category ${code}${title === undefined ? "" : ` (${title})`}`;
}

/** The database counts characters, so a longer text is cut between two characters. */
function shorten(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}
