/** Every variable that Gavel reads. docs/configuration.md explains each; a unit test keeps the two equal. */
export const ENV_NAMES = [
  "HOST",
  "PORT",
  "DATA_DIR",
  "DATABASE_URL",
  "REDIS_URL",
  "GAVEL_API_KEY",
  "GAVEL_CONTENT_HASH_KEY",
  "GAVEL_MAX_BODY_BYTES",
  "GAVEL_MAX_BATCH_BYTES",
  "GAVEL_MAX_BATCH_LINES",
  "GAVEL_DEFAULT_WAIT_SECONDS",
  "GAVEL_MAX_WAIT_SECONDS",
  "GAVEL_MAX_STREAMS",
  "GAVEL_MAX_AUTH_FAILURES",
  "GAVEL_KEY_REQUESTS_PER_MINUTE",
  "GAVEL_KEY_CONCURRENT_REQUESTS",
  "GAVEL_KEY_QUEUE_SHARE",
  "GAVEL_KEY_STREAMS",
  "GAVEL_KEY_UPLOADS",
  "GAVEL_KEY_LIMITS",
  "GAVEL_MODERATION_SETS",
  "GAVEL_GUARDRAIL_POLICIES",
  "GAVEL_ENGINE",
  "GAVEL_ENGINE_URLS",
  "GAVEL_ENGINE_KIND",
  "GAVEL_ENGINE_MODEL",
  "GAVEL_ENGINE_API_KEY",
  "GAVEL_ENGINE_MAX_IN_FLIGHT",
  "GAVEL_MODEL_DIR",
  "GAVEL_EXECUTION_PROVIDER",
  "GAVEL_MAX_NUM_SEQS",
  "GAVEL_MAX_BATCHED_TOKENS",
  "GAVEL_KV_CACHE_BYTES",
  "GAVEL_MAX_CONTEXT_TOKENS",
  "GAVEL_MAX_REASONING_TOKENS",
  "GAVEL_REASONING_EFFORT",
  "GAVEL_SEED",
  "GAVEL_REQUIRE_SELF_TEST",
  "GAVEL_MAX_QUEUE_DEPTH",
  "GAVEL_MAX_ATTEMPTS",
  "GAVEL_BACKOFF_MS",
  "GAVEL_WORKER_CONCURRENCY",
  "GAVEL_INTERACTIVE_PLACES",
  "GAVEL_ATTEMPT_TIMEOUT_SECONDS",
  "GAVEL_EXPIRE_AFTER_HOURS",
  "GAVEL_CONTENT_RETENTION_HOURS",
  "GAVEL_RATIONALE_RETENTION_HOURS",
  "GAVEL_REASONING_RETENTION_HOURS",
  "GAVEL_RECORD_RETENTION_DAYS",
  "GAVEL_SWEEP_INTERVAL_SECONDS",
  "GAVEL_WEBHOOK_ALLOW_PRIVATE",
  "GAVEL_WEBHOOK_RETENTION_DAYS",
  "GAVEL_SHUTDOWN_GRACE_SECONDS",
  "GAVEL_LOG_LEVEL",
] as const;

export type EnvName = (typeof ENV_NAMES)[number];

/** The raw strings; absent and empty are the same: not set. */
export type Env = Readonly<Partial<Record<EnvName, string>>>;

/** The one reader of the environment. */
export function readEnv(): Env {
  const env: Partial<Record<EnvName, string>> = {};
  for (const name of ENV_NAMES) {
    const value = process.env[name];
    if (value !== undefined && value !== "") env[name] = value;
  }
  return env;
}

/** What the `gavel` command reads: where the service is and which key to show it; the same of a model hub. */
export interface ClientEnv {
  readonly GAVEL_URL?: string;
  readonly GAVEL_API_KEY?: string;
  readonly HF_ENDPOINT?: string;
  readonly HF_TOKEN?: string;
  readonly NO_COLOR?: string;
  readonly TERM?: string;
}

/** Absent and empty are the same: not set. */
export function readClientEnv(): ClientEnv {
  const env: Record<string, string> = {};
  for (const name of ["GAVEL_URL", "GAVEL_API_KEY", "HF_ENDPOINT", "HF_TOKEN", "NO_COLOR", "TERM"]) {
    const value = process.env[name];
    if (value !== undefined && value !== "") env[name] = value;
  }
  return env;
}
