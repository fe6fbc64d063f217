import { goldenItemSchema } from "../golden-set.ts";
import {
  appealRequestSchema,
  claimReviewRequestSchema,
  decideReviewRequestSchema,
  nextReviewRequestSchema,
  nextReviewSchema,
  reviewDetailSchema,
  reviewerRequestSchema,
  reviewExportQuerySchema,
  reviewItemSchema,
  reviewNoteRequestSchema,
  reviewPageSchema,
  reviewQuerySchema,
  reviewStatsQuerySchema,
  reviewStatsSchema,
} from "../review-item.ts";
import type { MessageSchema, Operation, OperationResponse } from "./operation.ts";

const JSON_TYPE = "application/json";

const response = (description: string, schema: MessageSchema): readonly OperationResponse[] => [
  { status: 200, description, bodies: [{ mediaType: JSON_TYPE, schema }] },
];

export const reviewsOperations: readonly Operation[] = [
  {
    id: "listReviews",
    method: "get",
    path: "/reviews",
    tag: "Reviews",
    summary: "List the review queue",
    description:
      "Items in the order in which they entered the queue. Without `state`, the items that wait. Claims nothing.",
    scope: "reviews:read",
    query: reviewQuerySchema,
    responses: response("One page.", reviewPageSchema),
    problems: ["invalid_request", "invalid_cursor"],
  },
  {
    id: "claimNextReview",
    method: "post",
    path: "/reviews/next",
    tag: "Reviews",
    summary: "Claim the next item",
    description:
      "The first unclaimed item that this person has not decided yet. No other reviewer gets it until the lease expires, " +
      "it is released, skipped or decided. An item that this person skipped comes last.",
    scope: "reviews:write",
    body: {
      mediaType: JSON_TYPE,
      schema: nextReviewRequestSchema,
      description: "Which queue, and who reviews.",
      example: { policy_id: "spam", reviewer: "Ann" },
    },
    responses: response("The item, or null.", nextReviewSchema),
    problems: [],
  },
  {
    id: "getReviewStats",
    method: "get",
    path: "/reviews/stats",
    tag: "Reviews",
    summary: "Get figures of the queue",
    description:
      "The number of items that wait, and the age of the oldest; the decisions, by reviewer; the agreement of two " +
      "reviewers (Cohen's kappa); and how many sampled verdicts were overturned.",
    scope: "reviews:read",
    query: reviewStatsQuerySchema,
    responses: response("The figures.", reviewStatsSchema),
    problems: ["invalid_request"],
  },
  {
    id: "exportReviews",
    method: "get",
    path: "/reviews/export",
    tag: "Reviews",
    summary: "Export decided items as a golden set",
    description:
      "Streams agreed and overturned items with their content and the label that reviewers gave them, one golden item per line. " +
      "Items whose content is no longer kept are left out. The export leaves an entry in the audit log.",
    scope: "content:read",
    query: reviewExportQuerySchema,
    responses: [
      {
        status: 200,
        description: "One golden item per line.",
        bodies: [{ mediaType: "application/jsonl", schema: goldenItemSchema }],
      },
    ],
    problems: ["invalid_request", "concurrency_limit_exceeded"],
  },
  {
    id: "getReview",
    method: "get",
    path: "/reviews/{verdict_id}",
    tag: "Reviews",
    summary: "Get an item with its history",
    description:
      "With its decisions, notes and appeals. The content has its own route, GET /verdicts/{verdict_id}/content.",
    scope: "reviews:read",
    responses: response("The item.", reviewDetailSchema),
    problems: ["review_not_found"],
  },
  {
    id: "claimReview",
    method: "post",
    path: "/reviews/{verdict_id}/claim",
    tag: "Reviews",
    summary: "Claim one item",
    description:
      "Claims the item, or extends the lease of an item that this person holds. A completed record that is not in " +
      "the queue enters it.",
    scope: "reviews:write",
    body: {
      mediaType: JSON_TYPE,
      schema: claimReviewRequestSchema,
      description: "Who reviews.",
      example: { reviewer: "Ann" },
    },
    responses: response("The item.", reviewItemSchema),
    problems: [
      "verdict_not_found",
      "verdict_not_reviewable",
      "review_claimed",
      "review_closed",
      "review_already_decided",
    ],
  },
  {
    id: "releaseReview",
    method: "post",
    path: "/reviews/{verdict_id}/release",
    tag: "Reviews",
    summary: "Release an item",
    description: "The item keeps its position in the queue. Does nothing if this person does not hold it.",
    scope: "reviews:write",
    body: {
      mediaType: JSON_TYPE,
      schema: reviewerRequestSchema,
      description: "Who releases it.",
      example: {},
    },
    responses: response("The item.", reviewItemSchema),
    problems: ["verdict_not_found", "verdict_not_reviewable", "review_not_found"],
  },
  {
    id: "skipReview",
    method: "post",
    path: "/reviews/{verdict_id}/skip",
    tag: "Reviews",
    summary: "Skip an item",
    description:
      "Releases the item. It keeps its position for others; this person gets it again when no other item waits.",
    scope: "reviews:write",
    body: { mediaType: JSON_TYPE, schema: reviewerRequestSchema, description: "Who skips it.", example: {} },
    responses: response("The item.", reviewItemSchema),
    problems: ["verdict_not_found", "verdict_not_reviewable", "review_not_found"],
  },
  {
    id: "decideReview",
    method: "post",
    path: "/reviews/{verdict_id}/decision",
    tag: "Reviews",
    summary: "Decide",
    description:
      "agree, overturn (with the correct verdict, and why), unsure or escalate. The model's verdict does not " +
      "change; `record.review` has the outcome, which is also sent to webhooks and the stream. A claim is not " +
      "required, but an item that another person holds is refused. A completed record that is not in the queue " +
      "enters it.",
    scope: "reviews:write",
    body: {
      mediaType: JSON_TYPE,
      schema: decideReviewRequestSchema,
      description: "The decision.",
      example: {
        decision: "overturn",
        violation: 0,
        policy_category: null,
        reason: "A joke between friends, no offer.",
        reviewer: "Ann",
      },
    },
    responses: response("The item, with the record as it is now.", reviewItemSchema),
    problems: [
      "verdict_not_found",
      "verdict_not_reviewable",
      "review_claimed",
      "review_closed",
      "review_already_decided",
      "review_limit_reached",
    ],
  },
  {
    id: "undoReview",
    method: "post",
    path: "/reviews/{verdict_id}/undo",
    tag: "Reviews",
    summary: "Undo a decision",
    description:
      "Within a minute, if it is the last entry of the review. The item returns to its position in the queue, held by this person.",
    scope: "reviews:write",
    body: { mediaType: JSON_TYPE, schema: reviewerRequestSchema, description: "Who decided.", example: {} },
    responses: response("The item.", reviewItemSchema),
    problems: ["verdict_not_found", "verdict_not_reviewable", "review_undo_refused"],
  },
  {
    id: "addReviewNote",
    method: "post",
    path: "/reviews/{verdict_id}/notes",
    tag: "Reviews",
    summary: "Add a note",
    description:
      "For other reviewers. It is not part of the record, and is removed when the record is erased.",
    scope: "reviews:write",
    body: {
      mediaType: JSON_TYPE,
      schema: reviewNoteRequestSchema,
      description: "The note.",
      example: { text: "The author is a known satirist." },
    },
    responses: response("The item.", reviewItemSchema),
    problems: ["verdict_not_found", "verdict_not_reviewable", "review_not_found", "review_limit_reached"],
  },
  {
    id: "appealVerdict",
    method: "post",
    path: "/verdicts/{verdict_id}/appeals",
    tag: "Reviews",
    summary: "Return a verdict to the queue because of a complaint",
    description:
      "The verdict enters the queue again, after everything that waits, and is offered only to people who have not decided it " +
      "yet. An item that already waits keeps its position. The complaint is removed when the record is erased.",
    scope: "reviews:write",
    body: {
      mediaType: JSON_TYPE,
      schema: appealRequestSchema,
      description: "The complaint.",
      example: { complaint: "My post is satire." },
    },
    responses: response("The item.", reviewItemSchema),
    problems: ["verdict_not_found", "verdict_not_reviewable", "review_limit_reached"],
  },
];
