import { verdictPageSchema } from "../page.ts";
import { reasoningSchema, verdictRecordSchema } from "../verdict-record.ts";
import { verdictQuerySchema, verdictStreamQuerySchema } from "../verdict-query.ts";
import { exampleRecord } from "./examples.ts";
import { NOT_MODIFIED, type Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const verdictsOperations: readonly Operation[] = [
  {
    id: "listVerdicts",
    method: "get",
    path: "/verdicts",
    tag: "Verdicts",
    summary: "List records",
    description:
      "Pages of records in an order that does not change: of acceptance, or of settling where the filter asks for " +
      "settled records. Keep `next_cursor` and ask again with `after` to get what has come since, without gap or " +
      "repeat. With `Prefer: wait=N` an empty or unchanged page is held back until there is something new.",
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
      "Server-sent events (WHATWG HTML): an event `verdict` for each record that is settled, once and in the order of " +
      "settling, with the record as its data. The id of an event says where the stream stands: after a break the next " +
      "one goes on behind `Last-Event-ID` without gap or repeat, at any instance and after a restart. An id comes at " +
      "the start too, before any record. A comment comes every 15 seconds where nothing else does. A client that does " +
      "not read for 30 seconds is cut off and may resume.",
    scope: "verdicts:read",
    headers: ["Last-Event-ID"],
    query: verdictStreamQuerySchema,
    responses: [
      {
        status: 200,
        description: "The stream. It ends with the instance or with the key's right to read.",
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
    id: "getVerdict",
    method: "get",
    path: "/verdicts/{verdict_id}",
    tag: "Verdicts",
    summary: "One record",
    description: "With `Prefer: wait=N` the answer is held back until the record is settled.",
    scope: "verdicts:read",
    headers: ["Prefer", "If-None-Match"],
    responses: [
      {
        status: 200,
        description: "The record as it stands.",
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
    summary: "The model's reasoning",
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
    id: "eraseVerdict",
    method: "delete",
    path: "/verdicts/{verdict_id}",
    tag: "Verdicts",
    summary: "Erase a record",
    description:
      "Removes content, rationale, reasoning, external_id, metadata and all that was derived from them, such as hashes and " +
      "the request's Idempotency-Key, for good. A tombstone stays, with `erased_at`, the decision in codes and what reached " +
      "it. An item that is not judged yet becomes expired. Repeating it changes nothing.",
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
