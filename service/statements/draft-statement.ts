import type { ParsedPolicy } from "../../policies/policy.ts";
import type { DECISION_VISIBILITIES } from "../../schemas/statement-enums.ts";
import {
  type StatementOfReasons,
  statementOfReasonsSchema,
  type StatementRequest,
} from "../../schemas/statement-of-reasons.ts";
import { compileValidator } from "../../schemas/validate.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { ServiceError } from "../errors.ts";
import { citationOf, dayOf, explanationText, factsText, groundText } from "./statement-text.ts";

const validate = compileValidator<StatementOfReasons>(statementOfReasonsSchema);

type Visibility = (typeof DECISION_VISIBILITIES)[number];

/** The measure for each word that policies use for the action of a category. */
const ACTIONS: Readonly<Record<string, Visibility>> = {
  remove: "DECISION_VISIBILITY_CONTENT_REMOVED",
  delete: "DECISION_VISIBILITY_CONTENT_REMOVED",
  disable: "DECISION_VISIBILITY_CONTENT_DISABLED",
  hide: "DECISION_VISIBILITY_CONTENT_DISABLED",
  demote: "DECISION_VISIBILITY_CONTENT_DEMOTED",
  age_restrict: "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED",
  label: "DECISION_VISIBILITY_CONTENT_LABELLED",
};

/**
 * Drafts the statement of reasons (Regulation (EU) 2022/2065, Art. 17) for a violation. Fields of the caller take
 * precedence. The draft contains codes, titles of the policy, dates and the record's id; it contains nothing of the
 * content and, unless requested, nothing of the rationale.
 *
 * Throws statement_not_applicable, and invalid_request if a field is missing that only the caller knows.
 */
export function draftStatement(
  record: VerdictRecord,
  policy: ParsedPolicy,
  { include_rationale: includeRationale = false, ...given }: StatementRequest,
): StatementOfReasons {
  const outcome = record.review?.outcome ?? record.verdict;
  if (record.status !== "completed" || outcome?.violation !== 1) {
    throw new ServiceError("statement_not_applicable", "");
  }
  const citation = citationOf(record, policy);
  const explanation = explanationText(citation);
  const ground = given.decision_ground ?? "DECISION_GROUND_INCOMPATIBLE_CONTENT";
  const source = given.source_type ?? "SOURCE_VOLUNTARY";
  const draft = {
    ...measureOf(given, citation.category?.action),
    decision_ground: ground,
    ...(ground === "DECISION_GROUND_INCOMPATIBLE_CONTENT"
      ? {
          incompatible_content_ground: groundText(record, policy, citation),
          incompatible_content_explanation: explanation,
        }
      : {}),
    content_type: ["CONTENT_TYPE_TEXT"],
    category: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    content_date: dayOf(record.created_at),
    source_type: source,
    // Without a notice, the model found it.
    automated_detection: source === "SOURCE_VOLUNTARY" ? "Yes" : "No",
    ...given,
    decision_facts: factsText(
      record,
      explanation,
      includeRationale ? (record.verdict?.rationale ?? null) : null,
    ),
    application_date: dayOf(decidedAt(record)),
    automated_decision: automationOf(record.review),
    puid: record.id,
  };
  const validation = validate(draft);
  if (validation.ok) return validation.value;
  throw new ServiceError(
    "invalid_request",
    "The statement needs fields that only you know. Add what errors points to.",
    {
      faults: validation.faults,
    },
  );
}

/** The measure that the policy names for the category; nothing if the caller names one. */
function measureOf(
  given: StatementRequest,
  action: string | undefined,
): Pick<StatementRequest, "decision_visibility"> {
  const isGiven =
    given.decision_visibility !== undefined ||
    given.decision_monetary !== undefined ||
    given.decision_provision !== undefined ||
    given.decision_account !== undefined;
  if (isGiven) return {};
  const name = (action ?? "").toLowerCase().replaceAll(/[\s-]/g, "_");
  const visibility = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (visibility !== undefined) return { decision_visibility: [visibility] };
  throw new ServiceError(
    "invalid_request",
    "The policy's action for this category does not say which measure was taken. Send the measure.",
    {
      faults: [{ pointer: "/decision_visibility", message: "is required, or another decision_ field" }],
    },
  );
}

/** When reviewers decided; null if they did not. */
function decidedAt({ review, completed_at: completedAt }: VerdictRecord): string | null {
  const decided = review?.outcome === null || review === null ? [] : review.decisions;
  return decided.findLast(({ undone_at: undoneAt }) => undoneAt === null)?.decided_at ?? completedAt;
}

function automationOf(review: VerdictRecord["review"]): StatementOfReasons["automated_decision"] {
  if (review?.state === "agreed") return "AUTOMATED_DECISION_PARTIALLY";
  return review?.state === "overturned" ? "AUTOMATED_DECISION_NOT_AUTOMATED" : "AUTOMATED_DECISION_FULLY";
}
