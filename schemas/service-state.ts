import type { FromSchema } from "json-schema-to-ts";
import { timestampSchema } from "./common.ts";
import { readinessSchema } from "./health.ts";

/** Further processes are only counted. */
export const MAX_STATE_PROCESSES = 100;
export const MAX_STATE_KEYS = 50;

const count = { type: "integer", minimum: 0 } as const;
const rate = { type: ["number", "null"], minimum: 0 } as const;
const share = { type: ["number", "null"], minimum: 0, maximum: 1 } as const;

const modelServer = {
  type: "object",
  additionalProperties: false,
  required: ["address", "status", "in_flight", "max_in_flight", "ejections", "retry_in_ms"],
  properties: {
    address: { type: "string", description: "Host and port." },
    status: {
      enum: ["up", "probation", "ejected"],
      description:
        "up: gets requests. ejected: failed, and gets none until it responds to a probe. probation: gets one request at a time " +
        "until one succeeds.",
    },
    in_flight: { ...count, description: "Requests that it is generating." },
    max_in_flight: { ...count, description: "The maximum number of requests that it gets at a time." },
    ejections: { ...count, description: "How often it failed since the worker started." },
    retry_in_ms: {
      type: ["number", "null"],
      minimum: 0,
      description: "Until the next probe. Null unless ejected.",
    },
  },
} as const;

const engine = {
  type: ["object", "null"],
  additionalProperties: false,
  required: [
    "model",
    "engine",
    "engine_version",
    "warning",
    "max_context_tokens",
    "running",
    "waiting",
    "kv_cache_share",
    "restarts",
    "servers",
  ],
  description: "Null until the engine has started.",
  properties: {
    model: { type: "string" },
    engine: { type: "string" },
    engine_version: { type: "string" },
    warning: { type: ["string", "null"], description: "Set if verdicts of this model are meaningless." },
    max_context_tokens: count,
    running: { ...count, description: "Generations in progress." },
    waiting: { ...count, description: "Generations that wait for a slot in the engine." },
    kv_cache_share: {
      ...share,
      description:
        "The part of the KV cache that running generations occupy. Null if unknown, as for model servers.",
    },
    restarts: { ...count, description: "How often the engine was lost and started again." },
    servers: { type: "array", items: modelServer, description: "The model servers of a remote engine." },
  },
} as const;

/** What a process that judges reports with each heartbeat. */
export const workerReportSchema = {
  type: "object",
  additionalProperties: false,
  required: ["slots", "busy", "items_per_second", "tokens_per_second", "self_test", "engine"],
  properties: {
    slots: {
      type: ["integer", "null"],
      minimum: 0,
      description: "Items that it judges at a time. Null until it judges.",
    },
    busy: { ...count, description: "Items that it is judging." },
    items_per_second: { ...rate, description: "With all slots in use. Null until it has judged an item." },
    tokens_per_second: {
      type: "object",
      additionalProperties: false,
      required: ["prompt", "cached", "generated"],
      description:
        "Over the last minute, counted when a generation ends. `cached` is the part of `prompt` that the prefix cache held.",
      properties: {
        prompt: { type: "number", minimum: 0 },
        cached: { type: "number", minimum: 0 },
        generated: { type: "number", minimum: 0 },
      },
    },
    self_test: {
      enum: ["passed", "failed", null],
      description:
        "Whether the engine judged two known items correctly when it started. Null until then. An engine that failed still " +
        "judges unless `GAVEL_REQUIRE_SELF_TEST` is set: its verdicts must not be relied on.",
    },
    engine,
  },
} as const;

export type WorkerReport = FromSchema<typeof workerReportSchema>;

const about = {
  role: {
    enum: ["all", "api", "worker"],
    description: "all: one process does everything. api: takes requests. worker: judges.",
  },
  version: { type: "string" },
  started_at: timestampSchema,
  worker: {
    anyOf: [workerReportSchema, { type: "null" }],
    description: "Null for a process that never judges.",
  },
} as const;

/** What a process reports with each heartbeat. */
export const processReportSchema = {
  type: "object",
  additionalProperties: false,
  required: ["role", "version", "started_at", "worker"],
  properties: about,
} as const;

export type ProcessReport = FromSchema<typeof processReportSchema>;

const processSchema = {
  type: "object",
  additionalProperties: false,
  required: ["id", "seen_at", "responds", "judges", "detail", "role", "version", "started_at", "worker"],
  properties: {
    id: { type: "string", format: "uuid" },
    seen_at: { ...timestampSchema, description: "Its last heartbeat." },
    responds: {
      type: "boolean",
      description:
        "Whether the heartbeat is less than three seconds old. A process that ended properly is not listed.",
    },
    judges: { type: ["boolean", "null"], description: "Whether it can judge now. Null if it never judges." },
    detail: { type: "string", description: "Why it can or cannot judge." },
    ...about,
  },
} as const;

export type ServiceProcess = FromSchema<typeof processSchema>;

const waiting = {
  type: "object",
  additionalProperties: false,
  required: ["interactive", "batch"],
  properties: { interactive: count, batch: count },
} as const;

const keyQueue = {
  type: "object",
  additionalProperties: false,
  required: ["key_id", "name", "weight", "waiting", "running", "limit", "oldest_waiting_at"],
  properties: {
    key_id: { type: "string" },
    name: { type: ["string", "null"], description: "Null if the key is unknown." },
    weight: { type: "number", description: "Its weight in fair queueing." },
    waiting,
    running: count,
    limit: { ...count, description: "Items that it may have waiting and running." },
    oldest_waiting_at: { anyOf: [timestampSchema, { type: "null" }] },
  },
} as const;

/** GET /operations: what an engineer on call needs to know first. Bounded, whatever the service has to do. */
export const serviceStateSchema = {
  $id: "service-state",
  title: "ServiceState",
  type: "object",
  additionalProperties: false,
  required: ["at", "ready", "checks", "processes", "processes_left_out", "queue", "pending_deliveries"],
  properties: {
    at: { ...timestampSchema, description: "When the state was read. It is read at most once a second." },
    ready: { type: "boolean", description: "Whether an item submitted now would be judged." },
    checks: readinessSchema.properties.checks,
    processes: { type: "array", maxItems: MAX_STATE_PROCESSES, items: processSchema },
    processes_left_out: count,
    queue: {
      type: "object",
      additionalProperties: false,
      required: [
        "waiting",
        "running",
        "oldest_waiting_at",
        "slots",
        "items_per_second",
        "seconds_to_empty",
        "limit",
        "keys",
        "keys_left_out",
      ],
      properties: {
        waiting,
        running: count,
        oldest_waiting_at: { anyOf: [timestampSchema, { type: "null" }] },
        slots: { ...count, description: "Items that all workers judge at a time." },
        items_per_second: {
          ...rate,
          description: "Of all workers, with all slots in use. Null until known.",
        },
        seconds_to_empty: {
          ...rate,
          description:
            "Until everything that waits and runs now is judged, at that rate. Null until the rate is known.",
        },
        limit: { ...count, description: "`GAVEL_MAX_QUEUE_DEPTH`: above it new items are refused." },
        keys: {
          type: "array",
          maxItems: MAX_STATE_KEYS,
          items: keyQueue,
          description: "The keys with the most items, with their weights in fair queueing.",
        },
        keys_left_out: count,
      },
    },
    pending_deliveries: {
      ...count,
      description: "Webhook deliveries to enabled endpoints that are not delivered yet.",
    },
  },
} as const;

export type ServiceState = FromSchema<typeof serviceStateSchema>;
