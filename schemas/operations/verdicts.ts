import { verdictPageSchema } from "../page.ts";
import { verdictContentSchema } from "../review-item.ts";
import { reasoningSchema, verdictRecordSchema } from "../verdict-record.ts";
import { verdictCountsQuerySchema, verdictCountsSchema } from "../verdict-counts.ts";
import { verdictExportQuerySchema, verdictQuerySchema, verdictStreamQuerySchema } from "../verdict-query.ts";
import { statementOfReasonsSchema, statementRequestSchema } from "../statement-of-reasons.ts";
import { exampleRecord, exampleStatement } from "./examples.ts";
import { NOT_MODIFIED, type Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const verdictsOperations: readonly Operation[] = [
  {
    id: "listVerdicts",
    method: "get",
    path: "/verdicts",
    tag: "Verdicts",
    summary: "List and search records",
    description:
      "Pages of records that match every parameter, in a stable order: the order of acceptance or, if the filter can only match " +
      "settled records, the order of settling. Send " +
      "`next_cursor` as `after` in a later request to get only new records, without gaps or duplicates. With " +
      "`Prefer: wait=N` an empty or unchanged page is delayed until there is a new record.",
    scope: "verdicts:read",
    headers: ["Prefer", "If-None-Match"],
    query: verdictQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictPageSchema }],
        headers: ["ETag", "Preference-Applied"],
      },
      NOT_MODIFIED,
    ],
    problems: ["invalid_request", "invalid_cursor"],
  },
  {
    id: "streamVerdicts",
    method: "get",
    path: "/verdicts/stream",
    tag: "Verdicts",
    summary: "Follow settled records",
    description:
      "Server-sent events (WHATWG HTML): one `verdict` event for each settled record, and one `review` event " +
      "whenever a person decides on its verdict, undoes a decision or returns it to the review queue. Events are in " +
      "the order in which that happened, and their data is the record as it is now. The id of an event is a " +
      "position in the stream: after a disconnect, a new stream continues after `Last-Event-ID` without gaps or " +
      "duplicates, on any instance and after a restart. An id is also sent at the start, before any record. If " +
      "nothing has been sent for 15 seconds, a comment is sent. A client that does not read for 30 seconds is " +
      "disconnected and may resume.",
    scope: "verdicts:read",
    headers: ["Last-Event-ID"],
    query: verdictStreamQuerySchema,
    responses: [
      {
        status: 200,
        description: "The stream. It ends if the instance stops or the key loses its access.",
        bodies: [
          {
            mediaType: "text/event-stream",
            example: `event: verdict\nid: WyJQbW...\ndata: {"id":"${exampleRecord.id}","status":"completed",...}\n\n`,
          },
        ],
      },
    ],
    problems: ["invalid_request", "invalid_cursor", "concurrency_limit_exceeded", "too_many_streams"],
  },
  {
    id: "countVerdicts",
    method: "get",
    path: "/verdicts/counts",
    tag: "Verdicts",
    summary: "Count settled records",
    description:
      "By day (UTC), policy, category or outcome, or several of these: latest day and largest count first. Every " +
      "record is counted when it settles and stays counted when it is erased or deleted. A review does not change " +
      "the counts: they show what the model decided.",
    scope: "verdicts:read",
    query: verdictCountsQuerySchema,
    responses: [
      {
        status: 200,
        description: "The counts.",
        bodies: [
          {
            mediaType: JSON_TYPE,
            schema: verdictCountsSchema,
            example: {
              data: [
                { day: "2026-11-23", outcome: "allowed", count: 9120 },
                { day: "2026-11-23", outcome: "violation", count: 412 },
              ],
              truncated: false,
            },
          },
        ],
      },
    ],
    problems: ["invalid_request"],
  },
  {
    id: "exportVerdicts",
    method: "get",
    path: "/verdicts/export",
    tag: "Verdicts",
    summary: "Export records",
    description:
      "Streams every record that matches the filter, as JSON Lines or CSV. In CSV, text that a spreadsheet would interpret as a " +
      "formula is prefixed with an apostrophe. The export does not contain the judged content.",
    scope: "verdicts:read",
    query: verdictExportQuerySchema,
    responses: [
      {
        status: 200,
        description: "One record per line.",
        bodies: [{ mediaType: "application/jsonl", schema: verdictRecordSchema }, { mediaType: "text/csv" }],
      },
    ],
    problems: ["invalid_request", "concurrency_limit_exceeded"],
  },
  {
    id: "getVerdict",
    method: "get",
    path: "/verdicts/{verdict_id}",
    tag: "Verdicts",
    summary: "Get a record",
    description: "With `Prefer: wait=N` the response is delayed until the record is settled.",
    scope: "verdicts:read",
    headers: ["Prefer", "If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The current state of the record.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictRecordSchema, example: exampleRecord }],
        headers: ["ETag", "Preference-Applied"],
      },
      NOT_MODIFIED,
    ],
    problems: ["verdict_not_found"],
  },
  {
    id: "getReasoning",
    method: "get",
    path: "/verdicts/{verdict_id}/reasoning",
    tag: "Verdicts",
    summary: "Get the model's reasoning",
    description:
      "The analysis channel, for audit. It is not moderated and may repeat the content: do not show it to end users.",
    scope: "reasoning:read",
    responses: [
      {
        status: 200,
        description: "The reasoning.",
        bodies: [{ mediaType: JSON_TYPE, schema: reasoningSchema }],
      },
    ],
    problems: ["verdict_not_found"],
  },
  {
    id: "getVerdictContent",
    method: "get",
    path: "/verdicts/{verdict_id}/content",
    tag: "Verdicts",
    summary: "Get the content that was judged",
    description:
      "For people who review a verdict. Each read leaves an entry in the audit log. Content is kept for a shorter " +
      "time than its record.",
    scope: "content:read",
    responses: [
      {
        status: 200,
        description: "The content.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictContentSchema }],
      },
    ],
    problems: ["verdict_not_found", "content_not_kept", "verdict_erased"],
  },
  {
    id: "draftStatementOfReasons",
    method: "post",
    path: "/verdicts/{verdict_id}/statement-of-reasons",
    tag: "Verdicts",
    summary: "Draft a statement of reasons",
    description:
      "For a violation: a statement in the format of the EU DSA transparency database (Regulation (EU) 2022/2065, " +
      "Art. 17 and 24), from the verdict, its policy version and the decisions of reviewers. Fields of the body " +
      "take precedence. The draft contains none of the content, and quotes the rationale only with " +
      "`include_rationale`. Nothing is stored or submitted: check the draft, then submit it yourself.",
    scope: "verdicts:read",
    body: {
      mediaType: JSON_TYPE,
      schema: statementRequestSchema,
      description:
        "Fields that you know better; `{}` for none. The measure is required, unless the action of the category determines it.",
      example: {
        decision_visibility: ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        category: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
      },
    },
    responses: [
      {
        status: 200,
        description: "The draft, valid for the database.",
        bodies: [{ mediaType: JSON_TYPE, schema: statementOfReasonsSchema, example: exampleStatement }],
      },
    ],
    problems: ["verdict_not_found", "statement_not_applicable"],
  },
  {
    id: "retryVerdict",
    method: "post",
    path: "/verdicts/{verdict_id}/retry",
    tag: "Verdicts",
    summary: "Judge a failed item again",
    description:
      "Accepts the content of a failed or expired record again, as a new item: under the same policy version, with the same " +
      "external_id, metadata and priority, for the key of this request. The new record names the old one in `retry_of`. The " +
      "old record names the new one in `retried_as`, and does not change otherwise. A record is retried once: a repetition " +
      "returns the same retry, which may be retried itself if it fails. Each " +
      "retry leaves an entry in the audit log. The key needs both scopes.",
    scope: "classify",
    alsoScope: "content:read",
    responses: [
      {
        status: 202,
        description: "The new record.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictRecordSchema }],
        headers: ["Location", "Idempotent-Replayed"],
      },
    ],
    problems: [
      "verdict_not_found",
      "not_retryable",
      "content_not_kept",
      "verdict_erased",
      "policy_archived",
      "queue_full",
      "queue_share_exceeded",
    ],
  },
  {
    id: "eraseVerdict",
    method: "delete",
    path: "/verdicts/{verdict_id}",
    tag: "Verdicts",
    summary: "Erase a record",
    description:
      "Permanently deletes content, rationale, reasoning, the texts of reviewers, external_id, metadata and " +
      "everything derived from them, such as hashes and the request's Idempotency-Key. A tombstone remains, with " +
      "`erased_at`, the decision in codes, and what it was based on. An item that is not judged yet becomes " +
      "expired. Erasing a record again changes nothing.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The tombstone.",
        bodies: [{ mediaType: JSON_TYPE, schema: verdictRecordSchema }],
      },
    ],
    problems: ["verdict_not_found"],
  },
];
