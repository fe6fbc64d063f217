// Which part of the source may import which: the arrows of docs/architecture.md. Lint enforces them (see plugin.mjs),
// for values and types alike.

const ENGINE_CORE = ["engine", "engine/harmony", "engine/grammar", "engine/decoding", "engine/waiting"];

/** Files of service/ that every room of it may import. Its other files wire the rooms together. */
const HELPERS = [
  "service/errors.ts",
  "service/logger.ts",
  "service/metrics.ts",
  "service/with-shared-timeout.ts",
  "service/wakeable-loop.ts",
];
const DOMAIN = ["schemas", "policies", ...ENGINE_CORE, ...HELPERS, "service/error-catalogue"];
const SERVICE = [
  "service",
  "service/audit",
  "service/batches",
  "service/config",
  "service/evaluations",
  "service/health",
  "service/http",
  "service/judging",
  "service/keys",
  "service/policies",
  "service/queue",
  "service/reviews",
  "service/sessions",
  "service/statements",
  "service/storage",
  "service/webhooks",
];
const ENGINES = ["engine/create-engine.ts", "engine/local", "engine/remote"];

/**
 * A file belongs to the room with the longest path that it is in. `imports` are the rooms that it may import besides
 * its own; `why` completes the message of a violation.
 */
export const ROOMS = {
  schemas: { imports: [], why: "schemas/ is a leaf that every room may import" },
  policies: {
    imports: ["schemas"],
    why: "policies/ knows what a policy is, and no engine, database or HTTP",
  },

  evaluation: {
    imports: ["policies", "schemas"],
    why: "evaluation/ is pure: records in, figures out",
  },

  engine: {
    imports: ["engine/harmony", "engine/grammar"],
    why: "the interface and its errors name no engine",
  },
  "engine/create-engine.ts": {
    imports: ["engine", "engine/local", "engine/remote"],
    why: "the factory only chooses an engine",
  },
  "engine/harmony": { imports: ["engine", "engine/grammar"], why: "harmony/ is pure" },
  "engine/grammar": { imports: ["engine", "engine/harmony"], why: "grammar/ is pure" },
  "engine/decoding": { imports: ENGINE_CORE, why: "decoding/ plans for every engine and knows none" },
  "engine/waiting": { imports: [], why: "waiting/ has timers and signals only" },
  "engine/local": {
    imports: ENGINE_CORE,
    why: "engine/ imports nothing of ours, and its two engines nothing of each other",
  },
  "engine/remote": {
    imports: ENGINE_CORE,
    why: "engine/ imports nothing of ours, and its two engines nothing of each other",
  },

  service: {
    imports: [...DOMAIN, ...ENGINES, "evaluation", ...SERVICE],
    why: "the service does not import its own clients",
  },
  ...Object.fromEntries(
    HELPERS.map((file) => [
      file,
      {
        imports: [
          ...HELPERS,
          "schemas",
          "engine",
          "engine/waiting",
          "service/config",
          "service/error-catalogue",
        ],
        why: "helpers of every room know none of them",
      },
    ]),
  ),
  "service/error-catalogue": { imports: ["schemas"], why: "the catalogue is data" },
  "service/config": {
    imports: [...DOMAIN, "engine/local", "engine/remote"],
    why: "the configuration knows no room that it configures",
  },
  "service/audit": { imports: DOMAIN, why: "rooms of service/ meet in compose.ts" },
  "service/statements": { imports: DOMAIN, why: "a statement follows from a record and its policy" },
  "service/keys": { imports: DOMAIN, why: "rooms of service/ meet in compose.ts" },
  "service/policies": { imports: DOMAIN, why: "rooms of service/ meet in compose.ts" },
  "service/judging": {
    imports: [
      ...DOMAIN,
      "engine/remote",
      "service/config",
      "service/health",
      "service/keys",
      "service/policies",
    ],
    why: "judging/ states the interfaces of queue and stores and knows neither",
  },
  "service/health": { imports: DOMAIN, why: "rooms of service/ meet in compose.ts" },
  "service/batches": {
    imports: [...DOMAIN, "service/config", "service/judging", "service/policies"],
    why: "rooms of service/ meet in compose.ts",
  },
  "service/evaluations": {
    imports: [...DOMAIN, "evaluation", "service/config", "service/judging", "service/policies"],
    why: "rooms of service/ meet in compose.ts",
  },
  "service/reviews": {
    imports: [...DOMAIN, "evaluation", "service/audit", "service/judging", "service/policies"],
    why: "rooms of service/ meet in compose.ts",
  },
  "service/sessions": { imports: DOMAIN, why: "rooms of service/ meet in compose.ts" },
  "service/webhooks": {
    imports: [...DOMAIN, "service/policies"],
    why: "rooms of service/ meet in compose.ts",
  },
  "service/http": {
    imports: [
      ...DOMAIN,
      "evaluation",
      "service/audit",
      "service/batches",
      "service/config",
      "service/evaluations",
      "service/health",
      "service/judging",
      "service/keys",
      "service/policies",
      "service/reviews",
      "service/sessions",
      "service/statements",
      "service/webhooks",
    ],
    why: "http, queue and storage never import each other: they meet in compose.ts",
  },
  "service/queue": {
    imports: [...DOMAIN, "service/judging", "service/keys"],
    why: "http, queue and storage never import each other: they meet in compose.ts",
  },
  "service/storage": {
    imports: [
      ...DOMAIN,
      "engine/local/directory-lock.ts",
      "evaluation",
      "service/audit",
      "service/batches",
      "service/evaluations",
      "service/health",
      "service/judging",
      "service/keys",
      "service/policies",
      "service/reviews",
      "service/sessions",
      "service/webhooks",
    ],
    why: "http, queue and storage never import each other: they meet in compose.ts",
  },

  cli: {
    imports: ["schemas", "packages/client", "cli/model/commands.ts", "cli/policy-lint/command.ts"],
    why: "the command talks to the service over HTTP",
  },
  "cli/model": {
    imports: ["cli", "policies", "engine", "engine/local"],
    why: "commands about models use the local engine, never the service",
  },
  "cli/policy-lint": {
    imports: ["cli", "packages/client", "schemas", "policies", "engine/harmony", "engine/grammar"],
    why: "a policy is linted without a service: docs/decisions/2026-11-28-lint-without-a-service.md",
  },
  "cli/quickstart": {
    imports: ["cli", "packages/client", ...DOMAIN, ...ENGINES, ...SERVICE],
    why: "the quickstart starts the service and is not part of it",
  },
  dashboard: {
    imports: ["packages/client", "evaluation/statistics/wilson.ts", "schemas/stats-sums.ts"],
    why: "the dashboard talks to the service over HTTP, and only shares with it how figures are computed",
  },
  "packages/client": { imports: [], why: "a package talks to the service over HTTP" },
  "packages/coop-plugin": { imports: [], why: "a package talks to the service over HTTP" },
  "packages/client/generate": {
    imports: ["packages/client", "schemas", "service/error-catalogue"],
    why: "the client is made from the contract",
  },
};

/** Not rooms of the product: they may import every room, and no room may import them. */
export const OUTSIDE = ["tests", "training", "scripts"];

/** Packages that only some paths may import. */
export const PACKAGES = [
  {
    names: ["webgpu"],
    only: ["engine/local/webgpu"],
    why: "a lost GPU ends its process, so whatever uses one runs in a separate process",
  },
  {
    names: ["onnxruntime-node", "onnxruntime-common"],
    only: ["engine/local/onnx"],
    why: "its calls block the event loop, so it runs in a separate process",
  },
  {
    names: ["@huggingface/hub"],
    only: ["engine/local/hub"],
    why: "tokens, retries and checksums are handled there",
  },
  { names: ["bullmq"], only: ["service/queue"], why: "no other room knows which queue runs" },
  {
    names: ["drizzle-orm", "pg", "@electric-sql/pglite"],
    only: ["service/storage"],
    why: "no other room knows the database",
  },
  {
    names: ["preact", "preact-iso"],
    only: ["dashboard"],
    why: "they render the dashboard",
  },
  {
    names: ["ioredis"],
    only: ["service/queue", "service/storage"],
    why: "connections to Redis are opened there",
  },
];
