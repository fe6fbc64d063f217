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
      "Items in the order of the queue: by when they entered it. Without `state`, those that wait. Claims nothing.",
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
      "The first unclaimed item that this person has not decided about. No other reviewer gets it until the lease expires, " +
      "it is released, skipped or decided. An item that this person skipped follows after everything else.",
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
      "What waits, with the age of the oldest item; what was decided, by whom; the agreement of two people (Cohen's kappa); and how " +
      "many sampled verdicts people overturned.",
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
      "Streams agreed and overturned items with their content and the label that people gave them, one golden item on each line. " +
      "Items whose content is no longer kept are left out. The export leaves an entry in the audit log.",
    scope: "content:read",
    query: reviewExportQuerySchema,
    responses: [
      {
        status: 200,
        description: "One golden item on each line.",
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
      "With what people decided and wrote. The content has its own route, GET /verdicts/{verdict_id}/content.",
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
      "Or extend the lease of an item that this person holds. A completed record that is not in the queue enters it.",
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
    description: "It keeps its position in the queue. Does nothing if this person does not hold it.",
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
      "Releases it. It keeps its position for others; this person gets it again when nothing else waits.",
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
      "agree, overturn (with what is right, and why), unsure or escalate. The model's verdict stays as it is; `record.review` has the " +
      "outcome, and webhooks and the stream get it. A claim is not required, but an item that another person holds is refused. " +
      "A completed record that is not in the queue enters it.",
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
      "Within a minute, if it is the last entry of the review. The item returns to its place, held by this person.",
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
    description: "For other reviewers. It is not part of the record, and removed when the record is erased.",
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
      "The verdict enters the queue again, after everything that waits, and is offered only to people who have not decided about " +
      "it. An item that waits already keeps its place. The complaint is removed when the record is erased.",
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
