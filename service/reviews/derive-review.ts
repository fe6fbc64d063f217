import type {
  RecordReview,
  ReviewDecision,
  ReviewOutcome,
  ReviewReason,
  ReviewState,
} from "../../schemas/review.ts";

/** What is stored about a review. Everything else is derived from it. */
export interface ReviewFacts {
  readonly reasons: readonly ReviewReason[];
  /** How many people decide in this round. */
  readonly reviewers: 1 | 2;
  /** An appeal of a decided review begins a new round. */
  readonly round: number;
  readonly appeals: number;
  /** Of all rounds, oldest first, including those that were undone. */
  readonly decisions: readonly { readonly round: number; readonly made: ReviewDecision }[];
}

/** The review in the form in which its record shows it. */
export function deriveReview({ reasons, reviewers, round, appeals, decisions }: ReviewFacts): RecordReview {
  const counting = decisions
    .filter((decision) => decision.round === round && decision.made.undone_at === null)
    .map(({ made }) => made);
  const { state, outcome, disagreement } = outcomeOf(counting, reviewers);
  // The second of two people must not see what the first decided.
  const isBlind = state === "needs_review" && reviewers === 2;
  return {
    state,
    reasons: [...reasons, ...(disagreement ? ["disagreement" as const] : [])],
    reviewers,
    appeals,
    outcome,
    decisions: decisions.filter((decision) => !(isBlind && decision.round === round)).map(({ made }) => made),
  };
}

interface RoundOutcome {
  readonly state: ReviewState;
  readonly outcome: ReviewOutcome | null;
  readonly disagreement: boolean;
}

/**
 * `reviewers` people decide independently. If they agree, that is the outcome. If they do not, or one of them
 * escalates, another person decides alone.
 */
function outcomeOf(decisions: readonly ReviewDecision[], reviewers: number): RoundOutcome {
  let panel: ReviewDecision[] = [];
  let escalated = false;
  let disagreement = false;
  for (const decision of decisions) {
    if (decision.decision === "escalate") {
      escalated = true;
      panel = [];
      continue;
    }
    if (escalated) return { ...finalOf(decision), disagreement };
    panel.push(decision);
    if (panel.length < reviewers) continue;
    if (panel.every((other) => labelOf(other) === labelOf(decision))) {
      return { ...finalOf(decision), disagreement };
    }
    escalated = true;
    disagreement = true;
  }
  return { state: escalated ? "escalated" : "needs_review", outcome: null, disagreement };
}

function finalOf({
  decision,
  violation,
  policy_category,
}: ReviewDecision): Omit<RoundOutcome, "disagreement"> {
  if (violation === null) return { state: "unsure", outcome: null };
  const state = decision === "agree" ? "agreed" : "overturned";
  return { state, outcome: { violation, policy_category } };
}

function labelOf({ violation, policy_category }: ReviewDecision): string {
  return JSON.stringify([violation, policy_category]);
}
