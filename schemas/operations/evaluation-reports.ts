import { reportMessageSchema } from "../report-message.ts";
import { reportQuerySchema } from "../report-query.ts";
import type { Operation } from "./operation.ts";

export const evaluationReportsOperations: readonly Operation[] = [
  {
    id: "getEvaluationReport",
    method: "get",
    path: "/evaluations/{evaluation_id}/report",
    tag: "Evaluations",
    summary: "Get the report of an evaluation, or compare it",
    description:
      "For an evaluation that has ended: its figures, whether the gate is open under the targets of its policy, and " +
      "the items that were judged wrong. With `base`: every item whose decision differs, with both rationales, " +
      "McNemar's exact test and the difference with its interval; the gate then also refuses a significant loss. " +
      "With `variants`: how many decisions changed although they should not. With `opposite`: how many decisions " +
      "follow an opposite policy. Items are paired by id. Lists show up to 500 items.",
    scope: "evaluations:read",
    query: reportQuerySchema,
    responses: [
      {
        status: 200,
        description: "The report in the requested format.",
        bodies: [
          { mediaType: "application/json", schema: reportMessageSchema },
          { mediaType: "text/plain" },
          { mediaType: "application/xml" },
          { mediaType: "text/markdown" },
          { mediaType: "text/html" },
        ],
      },
    ],
    problems: ["invalid_request", "evaluation_not_found", "evaluation_not_ended"],
  },
];
