/** Why a person looks at a verdict. */
export const REVIEW_REASONS: Readonly<Record<string, string>> = {
  score: "the score is near the boundary",
  confidence: "the model was not sure",
  citations: "it cites an unknown code",
  sample: "selected as a sample",
  request: "a person requested it",
  appeal: "a complaint",
  disagreement: "two people disagree",
};

/** The states of a review, in words. */
export const REVIEW_WORDS: Readonly<Record<string, string>> = {
  needs_review: "Needs review",
  escalated: "Escalated",
  agreed: "Agreed",
  overturned: "Overturned",
  unsure: "Unsure",
  withdrawn: "Withdrawn",
};
