import { homeSchema } from "../home.ts";
import { healthSchema, readinessSchema } from "../health.ts";
import { serviceStateSchema } from "../service-state.ts";
import { exampleServiceState } from "./example-service-state.ts";
import { NOT_MODIFIED, type Operation } from "./operation.ts";

const JSON_TYPE = "application/json";

export const operatingOperations: readonly Operation[] = [
  {
    id: "home",
    method: "get",
    path: "/",
    tag: "Operating",
    summary: "Home",
    description:
      "What the service offers. A browser, whose Accept prefers text/html, is redirected to the dashboard. Requires no key.",
    scope: "none",
    responses: [
      { status: 200, description: "Links.", bodies: [{ mediaType: JSON_TYPE, schema: homeSchema }] },
      { status: 302, description: "The dashboard, for a browser.", headers: ["Location"] },
    ],
    problems: [],
  },
  {
    id: "health",
    method: "get",
    path: "/healthz",
    tag: "Operating",
    summary: "Liveness",
    description:
      "Whether this process can continue. The status is 503 if only a restart can help. Requires no key.",
    scope: "none",
    responses: [
      { status: 200, description: "Alive.", bodies: [{ mediaType: JSON_TYPE, schema: healthSchema }] },
      {
        status: 503,
        description: "The process cannot recover and is about to exit.",
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
      "Whether an item submitted now would be judged: each store accepts writes, and an engine or a worker is running. The " +
      "components are checked every second, and the response contains the last result. Requires no key; `checks` is only in " +
      "responses to a valid key.",
    scope: "none",
    responses: [
      {
        status: 200,
        description: "Ready to judge.",
        bodies: [{ mediaType: JSON_TYPE, schema: readinessSchema }],
      },
      {
        status: 503,
        description: "A component is unavailable; with a key, `checks` says which.",
        bodies: [{ mediaType: JSON_TYPE, schema: readinessSchema }],
      },
    ],
    problems: [],
  },
  {
    id: "serviceState",
    method: "get",
    path: "/operations",
    tag: "Operating",
    summary: "State of the service",
    description:
      "Processes with their heartbeats, engines with their load, what waits and runs, by key, and what is left to deliver. " +
      "All processes report to the database, so each gives the same response. The response is bounded, and the state is " +
      "read at most once a second.",
    scope: "operations:read",
    responses: [
      {
        status: 200,
        description: "The state.",
        bodies: [{ mediaType: JSON_TYPE, schema: serviceStateSchema, example: exampleServiceState }],
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
    description: "In the Prometheus text format.",
    scope: "verdicts:read",
    responses: [{ status: 200, description: "The metrics.", bodies: [{ mediaType: "text/plain" }] }],
    problems: [],
  },
  {
    id: "openapi",
    method: "get",
    path: "/openapi.json",
    tag: "Operating",
    summary: "API description",
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
    summary: "API reference",
    description:
      "The API description as a page for a browser. Log in with any user name and the API key as the password.",
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
