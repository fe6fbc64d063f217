import type { SettingTable } from "../setting.ts";
import { duration, integer } from "../types/numbers.ts";
import { boolean } from "../types/texts.ts";

export const QUEUE_SETTINGS = {
  GAVEL_MAX_QUEUE_DEPTH: {
    type: integer({ min: 1, max: 10_000_000 }),
    default: "20000",
    meaning:
      "Maximum number of accepted items that are not settled. Above it, new ones are refused with status 503.",
  },
  GAVEL_MAX_ATTEMPTS: {
    type: integer({ min: 1, max: 100 }),
    default: "5",
    meaning: "Attempts at an item before it fails.",
  },
  GAVEL_BACKOFF_MS: {
    type: duration("milliseconds", { min: 1, max: 600_000 }),
    default: "1000",
    meaning: "Pause before the second attempt; it doubles with each further one.",
  },
  GAVEL_WORKER_CONCURRENCY: {
    type: integer({ min: 1, max: 4096 }),
    default: null,
    meaning: "Items that one worker judges at a time. If not set: the engine's own number.",
  },
  GAVEL_INTERACTIVE_SLOTS: {
    type: integer({ min: 0, max: 90 }),
    default: "10",
    meaning:
      "Share of the workers' slots that batches leave free for interactive requests, in percent; at least one slot if there are " +
      "two. `0`: none.",
  },
  GAVEL_ATTEMPT_TIMEOUT_SECONDS: {
    type: duration("seconds", { min: 1, max: 86_400 }),
    default: "300",
    meaning: "Time limit of one attempt.",
  },
} as const satisfies SettingTable;

export const RETENTION_SETTINGS = {
  GAVEL_EXPIRE_AFTER_HOURS: {
    type: duration("hours", { min: 1, max: 8760 }),
    default: "24",
    meaning: "Items that are not judged within this time become `expired`.",
  },
  GAVEL_CONTENT_RETENTION_HOURS: {
    type: duration("hours", { min: 0, max: 87_600 }),
    default: "24",
    meaning: "How long content is kept after its item has settled.",
  },
  GAVEL_RATIONALE_RETENTION_HOURS: {
    type: duration("hours", { min: 0, max: 87_600 }),
    default: null,
    meaning:
      "How long the rationale of a verdict, and other text of a policy's own schema, is kept after its item has settled; the " +
      "codes stay. Also for judgements of evaluations, and what reviewers wrote. If not set: as long as the record.",
  },
  GAVEL_REASONING_RETENTION_HOURS: {
    type: duration("hours", { min: 0, max: 87_600 }),
    default: null,
    meaning:
      "How long the model's reasoning is kept after its item has settled, also for judgements of evaluations. If not set: as long as " +
      "the record.",
  },
  GAVEL_RECORD_RETENTION_DAYS: {
    type: duration("days", { min: 1, max: 36_500 }),
    default: "90",
    meaning: "How long verdict records are kept.",
  },
  GAVEL_SWEEP_INTERVAL_SECONDS: {
    type: duration("seconds", { min: 1, max: 3600 }),
    default: "30",
    meaning: "How often lost jobs are queued again and old data is deleted.",
  },
} as const satisfies SettingTable;

export const WEBHOOK_SETTINGS = {
  GAVEL_WEBHOOK_ALLOW_PRIVATE: {
    type: boolean,
    default: "false",
    meaning:
      "`true`: webhooks may use plain http and addresses of private networks, this machine included. For receivers inside your " +
      "own network; see [webhooks.md](webhooks.md).",
  },
  GAVEL_WEBHOOK_RETENTION_DAYS: {
    type: duration("days", { min: 1, max: 3650 }),
    default: "7",
    meaning:
      "How long successful webhook deliveries are kept and can be replayed. Dead ones are kept as long as their records.",
  },
} as const satisfies SettingTable;
