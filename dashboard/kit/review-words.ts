/** The states of a review, in words. */
export const REVIEW_WORDS: Readonly<Record<string, string>> = {
  needs_review: "Needs review",
  escalated: "Escalated",
  agreed: "Agreed",
  overturned: "Overturned",
  unsure: "Unsure",
  withdrawn: "Withdrawn",
};
