import { auditPageSchema, auditQuerySchema, auditVerificationSchema } from "../audit.ts";
import { exampleAuditEntry } from "./examples.ts";
import type { Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const auditOperations: readonly Operation[] = [
  {
    id: "listAuditEntries",
    method: "get",
    path: "/audit",
    tag: "Audit",
    summary: "List audit entries",
    description:
      "Who changed policies and keys, used keys, read content, reviewed verdicts, and erased records: newest first. " +
      "An entry is committed together with the change that it records, and the database refuses to change or delete " +
      "it. It contains ids and codes, never content, prompts or keys.",
    scope: "audit:read",
    query: auditQuerySchema,
    responses: [
      {
        status: 200,
        description: "One page.",
        bodies: [
          {
            mediaType: JSON_TYPE,
            schema: auditPageSchema,
            example: { data: [exampleAuditEntry], next_cursor: "1", has_more: false },
          },
        ],
      },
    ],
    problems: ["invalid_request"],
  },
  {
    id: "verifyAuditLog",
    method: "get",
    path: "/audit/verify",
    tag: "Audit",
    summary: "Check the audit log",
    description:
      "Computes the hashes of all entries again and compares them. Whoever controls the database could replace the " +
      "whole chain: to detect that, keep `head` elsewhere, or check an export with `gavel audit verify`, which does " +
      "not trust the service.",
    scope: "audit:read",
    responses: [
      {
        status: 200,
        description: "The result; `valid` is false if the chain is broken.",
        bodies: [
          {
            mediaType: JSON_TYPE,
            schema: auditVerificationSchema,
            example: {
              valid: true,
              entries: 1,
              head: { position: 1, hash: exampleAuditEntry.hash },
              fault: null,
            },
          },
        ],
      },
    ],
    problems: [],
  },
];
