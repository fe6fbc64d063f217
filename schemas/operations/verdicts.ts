import { verdictPageSchema } from "../page.ts";
import { reasoningSchema, verdictRecordSchema } from "../verdict-record.ts";
import { verdictQuerySchema } from "../verdict-query.ts";
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
      "Removes content, rationale and reasoning for good and leaves a tombstone with `erased_at`. An item that is not " +
      "judged yet becomes expired. Repeating it changes nothing.",
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
