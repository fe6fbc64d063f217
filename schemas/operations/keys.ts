import { apiKeyPageSchema, createdKeySchema, createKeyRequestSchema } from "../api-key.ts";
import { keySessionPageSchema } from "../session.ts";
import { exampleApiKey, exampleCreatedKey, exampleKeySession } from "./examples.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const keysOperations: readonly Operation[] = [
  {
    id: "createKey",
    method: "post",
    path: "/keys",
    tag: "Keys",
    summary: "Create an API key",
    description: "Only this response contains the key: the service stores a hash of it.",
    scope: "admin",
    body: {
      mediaType: JSON_TYPE,
      schema: createKeyRequestSchema,
      description: "The name and scopes of the key.",
      example: { name: "forum backend", scopes: ["classify", "verdicts:read"] },
    },
    responses: [
      {
        status: 201,
        description: "The key.",
        bodies: [{ mediaType: JSON_TYPE, schema: createdKeySchema, example: exampleCreatedKey }],
      },
    ],
    problems: [],
  },
  {
    id: "listKeys",
    method: "get",
    path: "/keys",
    tag: "Keys",
    summary: "List API keys",
    description:
      "Names, scopes, dates and limits, including those of revoked keys; never the keys themselves.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The keys.",
        bodies: [{ mediaType: JSON_TYPE, schema: apiKeyPageSchema, example: { data: [exampleApiKey] } }],
      },
    ],
    problems: [],
  },
  {
    id: "revokeKey",
    method: "delete",
    path: "/keys/{key_id}",
    tag: "Keys",
    summary: "Revoke an API key",
    description: "The key is rejected from now on. Revoking it again changes nothing.",
    scope: "admin",
    responses: [{ status: 204, description: "Revoked." }],
    problems: ["not_found"],
  },
  {
    id: "listKeySessions",
    method: "get",
    path: "/keys/{key_id}/sessions",
    tag: "Keys",
    summary: "List the open sessions of a key",
    description: "Who is signed in to the dashboard with the key, the latest sign-in first.",
    scope: "admin",
    responses: [
      {
        status: 200,
        description: "The sessions.",
        bodies: [
          { mediaType: JSON_TYPE, schema: keySessionPageSchema, example: { data: [exampleKeySession] } },
        ],
      },
    ],
    problems: ["not_found"],
  },
  {
    id: "endKeySession",
    method: "delete",
    path: "/keys/{key_id}/sessions/{session_id}",
    tag: "Keys",
    summary: "End a session of a key",
    description:
      "Whoever uses the session is asked to sign in again. The key itself stays valid: revoke it if another person may have it.",
    scope: "admin",
    responses: [{ status: 204, description: "Ended." }],
    problems: ["not_found"],
  },
];
