import { statsQuerySchema, statsSchema } from "../stats.ts";
import type { Operation } from "./operation.ts";

export const statsOperations: readonly Operation[] = [
  {
    id: "getStats",
    method: "get",
    path: "/stats",
    tag: "Verdicts",
    summary: "Get figures over time",
    description:
      "Outcomes, waits, engine time and tokens of settled records, summed by policy and by buckets of time, and what is not settled " +
      "now. Sums are written when records settle, so a long period costs no more than a short one. Minutes are kept for 8 days; " +
      "earlier periods have buckets of at least an hour. A review does not change the figures: they show what the model decided.",
    scope: "verdicts:read",
    query: statsQuerySchema,
    responses: [
      {
        status: 200,
        description: "The figures.",
        bodies: [{ mediaType: "application/json", schema: statsSchema }],
      },
    ],
    problems: ["invalid_request"],
  },
];
