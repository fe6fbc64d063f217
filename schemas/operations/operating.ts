import { healthSchema, readinessSchema } from "../health.ts";
import { NOT_MODIFIED, type Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const operatingOperations: readonly Operation[] = [
  {
    id: "home",
    method: "get",
    path: "/",
    tag: "Operating",
    summary: "Where to read on",
    description: "A short page for a browser. Needs no key.",
    scope: "none",
    headers: ["If-None-Match"],
    responses: [
      { status: 200, description: "The page.", bodies: [{ mediaType: "text/html" }], headers: ["ETag"] },
      NOT_MODIFIED,
    ],
    problems: [],
  },
  {
    id: "health",
    method: "get",
    path: "/healthz",
    tag: "Operating",
    summary: "Liveness",
    description: "Whether this process can go on. Needs no key. 503 once only a new process can help.",
    scope: "none",
    responses: [
      { status: 200, description: "Alive.", bodies: [{ mediaType: JSON_TYPE, schema: healthSchema }] },
      {
        status: 503,
        description: "It cannot recover and is about to end.",
        bodies: [{ mediaType: JSON_TYPE, schema: healthSchema }],
      },
    ],
    problems: [],
  },
  {
    id: "readiness",
    method: "get",
    path: "/readyz",
    tag: "Operating",
    summary: "Readiness",
    description:
      "Whether an item submitted now would be judged: each store takes a write, and an engine or a worker judges. " +
      "Tried every second and told at once. Needs no key; `checks` is told to any valid key.",
    scope: "none",
    responses: [
      {
        status: 200,
        description: "Ready to judge.",
        bodies: [{ mediaType: JSON_TYPE, schema: readinessSchema }],
      },
      {
        status: 503,
        description: "Something is missing; with a key, `checks` says what.",
        bodies: [{ mediaType: JSON_TYPE, schema: readinessSchema }],
      },
    ],
    problems: [],
  },
  {
    id: "metrics",
    method: "get",
    path: "/metrics",
    tag: "Operating",
    summary: "Metrics",
    description: "In Prometheus' text format.",
    scope: "verdicts:read",
    responses: [{ status: 200, description: "The metrics.", bodies: [{ mediaType: "text/plain" }] }],
    problems: [],
  },
  {
    id: "openapi",
    method: "get",
    path: "/openapi.json",
    tag: "Operating",
    summary: "This description",
    description: "OpenAPI 3.1.",
    scope: "any",
    basic: true,
    headers: ["If-None-Match"],
    responses: [
      { status: 200, description: "The document.", bodies: [{ mediaType: JSON_TYPE }], headers: ["ETag"] },
      NOT_MODIFIED,
    ],
    problems: [],
  },
  {
    id: "docs",
    method: "get",
    path: "/docs",
    tag: "Operating",
    summary: "This description as a page",
    description:
      "Made from the same document, for reading in a browser: any user name, the API key as the password.",
    scope: "any",
    basic: true,
    headers: ["If-None-Match"],
    responses: [
      { status: 200, description: "The page.", bodies: [{ mediaType: "text/html" }], headers: ["ETag"] },
      NOT_MODIFIED,
    ],
    problems: [],
  },
];
