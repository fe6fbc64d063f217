import type { SettingTable } from "../setting.ts";
import { duration, integer } from "../types/numbers.ts";
import { choice, path, text, url } from "../types/texts.ts";
import { secret, strongSecret } from "../types/secrets.ts";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export const SERVER_SETTINGS = {
  HOST: {
    type: text,
    default: "127.0.0.1",
    meaning: "Address to listen on. In a container: `0.0.0.0`.",
  },
  PORT: {
    type: integer({ min: 0, max: 65_535 }),
    default: "8080",
    meaning:
      "Port to listen on; `0` uses a free one. The worker of a split deployment serves its health checks on it.",
  },
  GAVEL_SHUTDOWN_GRACE_SECONDS: {
    type: duration("seconds", { min: 0, max: 3600 }),
    default: "20",
    meaning: "How long running items may take to finish after SIGTERM.",
  },
  GAVEL_LOG_LEVEL: {
    type: choice(LOG_LEVELS),
    default: "info",
    meaning: "The least severe level that is logged.",
  },
} as const satisfies SettingTable;

export const STORAGE_SETTINGS = {
  DATA_DIR: {
    type: path,
    default: ".data",
    meaning: "Directory of the embedded database, for one process at a time. Not used with `DATABASE_URL`.",
  },
  DATABASE_URL: {
    type: url(["postgres:", "postgresql:"]),
    default: null,
    example: "postgres://user:password@127.0.0.1:5432/gavel",
    meaning: "PostgreSQL, `postgres://user:password@host/database`. If not set: PGlite in `DATA_DIR`.",
  },
  REDIS_URL: {
    type: url(["redis:", "rediss:"]),
    default: null,
    example: "redis://127.0.0.1:6379",
    meaning: "Redis, `redis://host:6379`. If not set: the queue runs on the database.",
  },
} as const satisfies SettingTable;

export const SECRET_SETTINGS = {
  GAVEL_API_KEY: {
    type: strongSecret({ min: 16, max: 200 }),
    default: null,
    meaning:
      "The administrator's key: 16 to 200 printable characters, not easy to guess (`openssl rand -hex 32` creates one). A new " +
      "value replaces the key. A revoked key stays revoked, and the log says so at start. If not set: a key is generated at " +
      "the first start. Required by docker compose.",
  },
  GAVEL_CONTENT_HASH_KEY: {
    type: secret({ min: 32, max: 200 }),
    default: null,
    meaning:
      "The key of content hashes: 32 to 200 printable characters, the same for all processes. If not set: a key that is kept " +
      "in the database. See [operations.md](operations.md#privacy-and-retention).",
  },
} as const satisfies SettingTable;
