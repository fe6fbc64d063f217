import {
  goldenItemPageSchema,
  goldenItemQuerySchema,
  type GoldenSetImport,
  goldenSetImportSchema,
  goldenSetPageSchema,
  type GoldenSetVersion,
  goldenSetVersionSchema,
  putGoldenSetQuerySchema,
} from "../golden-set.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

const exampleVersion: GoldenSetVersion = {
  name: "spam-cases",
  version: 3,
  sha256: "5b41362bc82b7f3d56edc5a306db22105707d01ff4819e26faef9724a2d406c9",
  format: "gavel",
  items: 240,
  labelled: 236,
  violations: 118,
  created_at: "2026-11-28T09:30:00.000Z",
};

const exampleImport: GoldenSetImport = {
  golden_set: exampleVersion,
  created: true,
  skipped: { total: 1, records: [{ line: 17, reason: "content is missing" }] },
};

export const goldenSetsOperations: readonly Operation[] = [
  {
    id: "listGoldenSets",
    method: "get",
    path: "/golden-sets",
    tag: "Evaluations",
    summary: "List golden sets",
    description: "The latest version of each set, by name.",
    scope: "evaluations:read",
    responses: [
      {
        status: 200,
        description: "The golden sets.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenSetPageSchema }],
      },
    ],
    problems: [],
  },
  {
    id: "putGoldenSet",
    method: "put",
    path: "/golden-sets/{golden_set}",
    tag: "Evaluations",
    summary: "Upload a golden set",
    description:
      "Stores the items as a new immutable version, unless a version with the same items in the same order exists. " +
      "The format is recognised: JSON Lines of `{id, content, violation, policy_category, rule_ids, note, tags, " +
      "source}`, of which only content is required; a table with a header, as CSV or separated by tabs; and the " +
      "published sets of OpenAI and ROOST. A missing label means unknown, and never 0. A record that cannot be " +
      "imported does not stop the others: the response lists what was skipped, and why.",
    scope: "evaluations:write",
    query: putGoldenSetQuerySchema,
    body: {
      mediaType: "application/jsonl",
      description:
        "Up to 32 MiB in UTF-8; also accepted as application/x-ndjson, text/csv, text/tab-separated-values or text/plain.",
      example:
        '{"id": "c1", "content": "WIN a FREE phone, click here!!!", "violation": 1, "policy_category": "SP2"}\n',
    },
    responses: [
      {
        status: 200,
        description: "A version with these items already existed.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenSetImportSchema }],
        headers: ["Location"],
      },
      {
        status: 201,
        description: "A new version was created.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenSetImportSchema, example: exampleImport }],
        headers: ["Location"],
      },
    ],
    problems: [
      "invalid_request",
      "golden_set_invalid",
      "policy_not_found",
      "policy_archived",
      "policy_not_active",
      "concurrency_limit_exceeded",
    ],
  },
  {
    id: "getGoldenSet",
    method: "get",
    path: "/golden-sets/{golden_set}",
    tag: "Evaluations",
    summary: "Get a golden set",
    description: "Its latest version.",
    scope: "evaluations:read",
    responses: [
      {
        status: 200,
        description: "The latest version.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenSetVersionSchema, example: exampleVersion }],
      },
    ],
    problems: ["golden_set_not_found"],
  },
  {
    id: "deleteGoldenSet",
    method: "delete",
    path: "/golden-sets/{golden_set}",
    tag: "Evaluations",
    summary: "Delete a golden set",
    description:
      "Deletes all versions with their content, which may have to be erased. Evaluations keep their reports and " +
      "judgements, without the content. Refused while one of them is running.",
    scope: "evaluations:write",
    responses: [{ status: 204, description: "Deleted." }],
    problems: ["golden_set_not_found", "golden_set_in_use"],
  },
  {
    id: "listGoldenSetVersions",
    method: "get",
    path: "/golden-sets/{golden_set}/versions",
    tag: "Evaluations",
    summary: "List versions of a golden set",
    description: "Oldest first.",
    scope: "evaluations:read",
    responses: [
      {
        status: 200,
        description: "The versions.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenSetPageSchema }],
      },
    ],
    problems: ["golden_set_not_found"],
  },
  {
    id: "getGoldenSetVersion",
    method: "get",
    path: "/golden-sets/{golden_set}/versions/{version}",
    tag: "Evaluations",
    summary: "Get a version of a golden set",
    description: "Its number and sha256 always name the same items.",
    scope: "evaluations:read",
    responses: [
      {
        status: 200,
        description: "The version.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenSetVersionSchema }],
      },
    ],
    problems: ["golden_set_not_found"],
  },
  {
    id: "listGoldenItems",
    method: "get",
    path: "/golden-sets/{golden_set}/versions/{version}/items",
    tag: "Evaluations",
    summary: "List the items of a version",
    description: "In the order of the upload.",
    scope: "evaluations:read",
    query: goldenItemQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [{ mediaType: JSON_TYPE, schema: goldenItemPageSchema }],
      },
    ],
    problems: ["invalid_request", "golden_set_not_found"],
  },
];
