import type { SettingValues } from "./read-settings.ts";
import type { SETTINGS } from "./settings/settings.ts";

/** The settings of the service except its secrets, by subject. The tables in settings/ explain each. */
export type Config = DeepReadonly<ReturnType<typeof toConfig>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** Gives settings their names in code. Durations are in milliseconds unless a name says otherwise. */
export function toConfig(values: SettingValues<typeof SETTINGS>) {
  return {
    http: {
      host: values.HOST,
      port: values.PORT,
      maxBodyBytes: values.GAVEL_MAX_BODY_BYTES,
      maxBatchBytes: values.GAVEL_MAX_BATCH_BYTES,
      maxBatchLines: values.GAVEL_MAX_BATCH_LINES,
      defaultWaitSeconds: values.GAVEL_DEFAULT_WAIT_SECONDS,
      maxWaitSeconds: values.GAVEL_MAX_WAIT_SECONDS,
      maxStreams: values.GAVEL_MAX_STREAMS,
      maxStreamsPerKey: values.GAVEL_KEY_STREAMS,
      maxUploadsPerKey: values.GAVEL_KEY_UPLOADS,
      maxExportsPerKey: values.GAVEL_KEY_EXPORTS,
      maxAuthFailures: values.GAVEL_MAX_AUTH_FAILURES,
    },
    limits: {
      default: {
        weight: 1,
        requestsPerMinute: values.GAVEL_KEY_REQUESTS_PER_MINUTE,
        concurrentRequests: values.GAVEL_KEY_CONCURRENT_REQUESTS,
        queueSharePercent: values.GAVEL_KEY_QUEUE_SHARE,
      },
      byKey: values.GAVEL_KEY_LIMITS ?? {},
    },
    sessions: {
      maxAgeMs: values.GAVEL_SESSION_HOURS,
      idleMs: values.GAVEL_SESSION_IDLE_MINUTES,
    },
    compat: {
      moderationSets: values.GAVEL_MODERATION_SETS ?? {},
      guardrailPolicies: values.GAVEL_GUARDRAIL_POLICIES ?? [],
    },
    data: { directory: values.DATA_DIR },
    engine: {
      kind: values.GAVEL_ENGINE,
      remote: {
        urls: values.GAVEL_ENGINE_URLS ?? [],
        serverKind: values.GAVEL_ENGINE_KIND,
        model: values.GAVEL_ENGINE_MODEL,
        maxInFlightPerServer: values.GAVEL_ENGINE_MAX_IN_FLIGHT,
      },
      modelDirectory: values.GAVEL_MODEL_DIR,
      executionProvider: values.GAVEL_EXECUTION_PROVIDER,
      maxNumSeqs: values.GAVEL_MAX_NUM_SEQS,
      maxBatchedTokens: values.GAVEL_MAX_BATCHED_TOKENS,
      kvCacheBytes: values.GAVEL_KV_CACHE_BYTES,
      maxContextTokens: values.GAVEL_MAX_CONTEXT_TOKENS,
      maxReasoningTokens: values.GAVEL_MAX_REASONING_TOKENS,
      defaultReasoningEffort: values.GAVEL_REASONING_EFFORT,
      seed: values.GAVEL_SEED,
      requireSelfTest: values.GAVEL_REQUIRE_SELF_TEST,
    },
    queue: {
      maxDepth: values.GAVEL_MAX_QUEUE_DEPTH,
      maxAttempts: values.GAVEL_MAX_ATTEMPTS,
      backoffMs: values.GAVEL_BACKOFF_MS,
      concurrency: values.GAVEL_WORKER_CONCURRENCY,
      interactiveSlotsPercent: values.GAVEL_INTERACTIVE_SLOTS,
      attemptTimeoutMs: values.GAVEL_ATTEMPT_TIMEOUT_SECONDS,
    },
    retention: {
      unsettledMs: values.GAVEL_EXPIRE_AFTER_HOURS,
      contentMs: values.GAVEL_CONTENT_RETENTION_HOURS,
      rationaleMs: values.GAVEL_RATIONALE_RETENTION_HOURS,
      reasoningMs: values.GAVEL_REASONING_RETENTION_HOURS,
      recordMs: values.GAVEL_RECORD_RETENTION_DAYS,
      sweepIntervalMs: values.GAVEL_SWEEP_INTERVAL_SECONDS,
    },
    webhooks: {
      allowPrivate: values.GAVEL_WEBHOOK_ALLOW_PRIVATE,
      retentionMs: values.GAVEL_WEBHOOK_RETENTION_DAYS,
    },
    price: priceOf(values),
    shutdown: { graceMs: values.GAVEL_SHUTDOWN_GRACE_SECONDS },
    log: { level: values.GAVEL_LOG_LEVEL },
  };
}

/** The price of tokens; null if no prices are set. */
export interface Price {
  readonly promptPerMillion: number;
  readonly completionPerMillion: number;
  readonly currency: string;
}

function priceOf(values: SettingValues<typeof SETTINGS>): Price | null {
  const { GAVEL_PROMPT_TOKEN_PRICE: prompt, GAVEL_COMPLETION_TOKEN_PRICE: completion } = values;
  if (prompt === null || completion === null) return null;
  return {
    promptPerMillion: prompt,
    completionPerMillion: completion,
    currency: values.GAVEL_PRICE_CURRENCY,
  };
}
