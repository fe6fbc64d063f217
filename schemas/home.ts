import type { FromSchema } from "json-schema-to-ts";

const path = { type: "string", pattern: "^/" } as const;

export const homeSchema = {
  $id: "home",
  title: "Home",
  type: "object",
  additionalProperties: false,
  required: ["name", "version", "links"],
  properties: {
    name: { const: "Gavel" },
    version: { type: "string", description: "The version of the service." },
    links: {
      type: "object",
      additionalProperties: false,
      required: ["dashboard", "reference", "openapi"],
      properties: {
        dashboard: { ...path, description: "The dashboard, for a browser." },
        reference: { ...path, description: "The API reference, for a browser." },
        openapi: { ...path, description: "The API description in OpenAPI 3.1." },
      },
    },
  },
} as const;

export type Home = FromSchema<typeof homeSchema>;
