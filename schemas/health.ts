import type { FromSchema } from "json-schema-to-ts";

/** GET /healthz: the process answers. Says nothing about whether it can judge. */
export const healthSchema = {
  $id: "health",
  title: "Health",
  type: "object",
  additionalProperties: false,
  required: ["status"],
  properties: { status: { const: "ok" } },
} as const;

export type Health = FromSchema<typeof healthSchema>;

/** GET /readyz: whether the service can judge, and each thing it needs by name. */
export const readinessSchema = {
  $id: "readiness",
  title: "Readiness",
  type: "object",
  additionalProperties: false,
  required: ["ready", "checks"],
  properties: {
    ready: { type: "boolean" },
    checks: {
      type: "object",
      description: "engine, queue and database.",
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
