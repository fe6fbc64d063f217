import type { FromSchema } from "json-schema-to-ts";

/** GET /healthz: fails if only a restart can help. It does not say whether the service can judge. */
export const healthSchema = {
  $id: "health",
  title: "Health",
  type: "object",
  additionalProperties: false,
  required: ["status"],
  properties: { status: { enum: ["ok", "failing"] } },
} as const;

export type Health = FromSchema<typeof healthSchema>;

/** GET /readyz: whether the service can judge and, for a valid key, the state of each component. */
export const readinessSchema = {
  $id: "readiness",
  title: "Readiness",
  type: "object",
  additionalProperties: false,
  required: ["ready"],
  properties: {
    ready: { type: "boolean" },
    checks: {
      type: "object",
      description: "The state of engine, queue and database. Only in responses to a valid API key.",
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["ok"],
        properties: { ok: { type: "boolean" }, detail: { type: "string" } },
      },
    },
  },
} as const;

export type ReadinessResource = FromSchema<typeof readinessSchema>;
