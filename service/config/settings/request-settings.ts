import type { SettingTable } from "../setting.ts";
import { keyLimits, policyList, policySets } from "../types/lists.ts";
import { integer, MEBIBYTE } from "../types/numbers.ts";

export const REQUEST_SETTINGS = {
  GAVEL_MAX_BODY_BYTES: {
    type: integer({ min: 1024, max: 64 * MEBIBYTE }),
    default: "2097152",
    meaning: "Largest request body. Policies have their own limit, 200 KiB.",
  },
  GAVEL_MAX_BATCH_BYTES: {
    type: integer({ min: 1024, max: 1024 * MEBIBYTE }),
    default: "104857600",
    meaning: "Largest batch upload. Each of its lines may have up to `GAVEL_MAX_BODY_BYTES` bytes.",
  },
  GAVEL_MAX_BATCH_LINES: {
    type: integer({ min: 1, max: 10_000_000 }),
    default: "1000000",
    meaning: "Largest number of lines in a batch.",
  },
  GAVEL_DEFAULT_WAIT_SECONDS: {
    type: integer({ min: 0, max: 600 }),
    default: "30",
    meaning: "How long `POST /classify` waits for the verdict if the client does not send `Prefer: wait=N`.",
  },
  GAVEL_MAX_WAIT_SECONDS: {
    type: integer({ min: 0, max: 600 }),
    default: "120",
    meaning: "The longest wait that a client can request with `Prefer: wait=N`.",
  },
  GAVEL_MAX_STREAMS: {
    type: integer({ min: 1, max: 10_000 }),
    default: "100",
    meaning:
      "Maximum number of event streams (`GET /verdicts/stream`) that one process serves at a time. Further ones get status 503.",
  },
  GAVEL_MAX_AUTH_FAILURES: {
    type: integer({ min: 1, max: 1_000_000 }),
    default: "300",
    meaning:
      "Maximum number of requests with an invalid key from one address per minute. Further ones get status 429; requests " +
      "with a valid key are always accepted.",
  },
} as const satisfies SettingTable;

export const KEY_SETTINGS = {
  GAVEL_KEY_REQUESTS_PER_MINUTE: {
    type: integer({ min: 1, max: 10_000_000 }),
    default: null,
    meaning:
      "Maximum number of judging requests that a key may send per minute. Counted in Redis for all processes together, or in each process if " +
      "there is no Redis. If not set: no limit.",
  },
  GAVEL_KEY_CONCURRENT_REQUESTS: {
    type: integer({ min: 1, max: 1_000_000 }),
    default: "1000",
    meaning: "Maximum number of judging requests of one key that one process handles at a time.",
  },
  GAVEL_KEY_QUEUE_SHARE: {
    type: integer({ min: 1, max: 100 }),
    default: "80",
    meaning: "The share of `GAVEL_MAX_QUEUE_DEPTH` that the items of one key may fill, in percent.",
  },
  GAVEL_KEY_STREAMS: {
    type: integer({ min: 1, max: 10_000 }),
    default: "20",
    meaning: "Maximum number of event streams of one key that one process serves at a time.",
  },
  GAVEL_KEY_UPLOADS: {
    type: integer({ min: 1, max: 1000 }),
    default: "4",
    meaning: "Maximum number of batch uploads of one key that one process receives at a time.",
  },
  GAVEL_KEY_EXPORTS: {
    type: integer({ min: 1, max: 1000 }),
    default: "4",
    meaning:
      "Maximum number of exports (of verdicts and of reviews) of one key that one process streams at a time.",
  },
  GAVEL_KEY_LIMITS: {
    type: keyLimits,
    default: null,
    example: "3fa85f64a1b2=weight:3,rate:600;0c1d2e3f4a5b=share:20",
    meaning:
      "Limits of individual keys by key id: `3fa85f64a1b2=weight:3,rate:600,concurrent:50;0c1d2e3f4a5b=share:20`. `weight` is the " +
      "key's weight in fair queueing (1 for other keys); `rate`, `concurrent` and `share` are as in the variables above.",
  },
} as const satisfies SettingTable;

export const COMPAT_SETTINGS = {
  GAVEL_MODERATION_SETS: {
    type: policySets,
    default: null,
    example: "default=spam,hate,harassment",
    meaning:
      "Policies of `POST /v1/moderations`, by the name that a client sends as `model`: " +
      "`default=spam,hate,harassment;strict=spam@3,hate`. Up to eight policies in each set; `default` is used if a client sends " +
      "no name. See [integrations.md](integrations.md).",
  },
  GAVEL_GUARDRAIL_POLICIES: {
    type: policyList,
    default: null,
    example: "spam,hate",
    meaning:
      "Policies for LiteLLM guardrail requests that name none: `spam,hate@3`, up to eight. See " +
      "[integrations.md](integrations.md).",
  },
} as const satisfies SettingTable;
