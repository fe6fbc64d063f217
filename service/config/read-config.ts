import { resolve } from "node:path";
import type { ReasoningEffort } from "../../engine/engine.ts";
import { DEFAULT_MAX_CONTEXT_TOKENS, EXECUTION_PROVIDERS } from "../../engine/local/local-options.ts";
import { SERVER_KINDS } from "../../engine/remote/remote-options.ts";
import { OperatorError } from "../errors.ts";
import { type Config, LOG_LEVELS } from "./config.ts";
import type { Env, EnvName } from "./env.ts";
import { parseKeyLimits } from "./key-limits.ts";
import { parsePolicyList, parsePolicySets } from "./policy-lists.ts";
import { Secrets } from "./secrets.ts";
import { weaknessOf } from "./weak-key.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const MEBIBYTE = 1024 * 1024;

/** All faults of the environment, each with the name of its variable and never with its value. */
export class ConfigError extends OperatorError {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

/** Throws ConfigError. A value that cannot be read is a fault, never the default. */
export function readConfig(env: Env): { readonly config: Config; readonly secrets: Secrets } {
  const read = new EnvReader(env);
  const config: Config = {
    http: {
      host: read.text("HOST") ?? "127.0.0.1",
      port: read.integer("PORT", { min: 0, max: 65_535 }) ?? 8080,
      maxBodyBytes: read.integer("GAVEL_MAX_BODY_BYTES", { min: 1024, max: 64 * MEBIBYTE }) ?? 2 * MEBIBYTE,
      maxBatchBytes:
        read.integer("GAVEL_MAX_BATCH_BYTES", { min: 1024, max: 1024 * MEBIBYTE }) ?? 100 * MEBIBYTE,
      maxBatchLines: read.integer("GAVEL_MAX_BATCH_LINES", { min: 1, max: 10_000_000 }) ?? 1_000_000,
      defaultWaitSeconds: read.integer("GAVEL_DEFAULT_WAIT_SECONDS", { min: 0, max: 600 }) ?? 30,
      maxWaitSeconds: read.integer("GAVEL_MAX_WAIT_SECONDS", { min: 0, max: 600 }) ?? 120,
      maxStreams: read.integer("GAVEL_MAX_STREAMS", { min: 1, max: 10_000 }) ?? 100,
      maxStreamsPerKey: read.integer("GAVEL_KEY_STREAMS", { min: 1, max: 10_000 }) ?? 20,
      maxUploadsPerKey: read.integer("GAVEL_KEY_UPLOADS", { min: 1, max: 1000 }) ?? 4,
      maxAuthFailures: read.integer("GAVEL_MAX_AUTH_FAILURES", { min: 1, max: 1_000_000 }) ?? 300,
    },
    limits: {
      default: {
        weight: 1,
        requestsPerMinute: read.integer("GAVEL_KEY_REQUESTS_PER_MINUTE", { min: 1, max: 10_000_000 }),
        concurrentRequests: read.integer("GAVEL_KEY_CONCURRENT_REQUESTS", { min: 1, max: 1_000_000 }) ?? 1000,
        queueSharePercent: read.integer("GAVEL_KEY_QUEUE_SHARE", { min: 1, max: 100 }) ?? 80,
      },
      byKey: read.keyLimits("GAVEL_KEY_LIMITS") ?? {},
    },
    compat: {
      moderationSets: read.policySets("GAVEL_MODERATION_SETS") ?? {},
      guardrailPolicies: read.policyList("GAVEL_GUARDRAIL_POLICIES") ?? [],
    },
    data: { directory: resolve(read.text("DATA_DIR") ?? ".data") },
    engine: {
      kind: read.choice("GAVEL_ENGINE", ["local", "remote"]) ?? "local",
      remote: {
        urls: read.serverUrls("GAVEL_ENGINE_URLS") ?? [],
        serverKind: read.choice("GAVEL_ENGINE_KIND", ["auto", ...SERVER_KINDS]) ?? "auto",
        model: read.text("GAVEL_ENGINE_MODEL"),
        maxInFlightPerServer: read.integer("GAVEL_ENGINE_MAX_IN_FLIGHT", { min: 1, max: 4096 }) ?? 32,
      },
      modelDirectory: read.path("GAVEL_MODEL_DIR"),
      executionProvider: read.choice("GAVEL_EXECUTION_PROVIDER", EXECUTION_PROVIDERS) ?? "auto",
      // The graphics device keeps so many masks, of which each sequence may need one of its own.
      maxNumSeqs: read.integer("GAVEL_MAX_NUM_SEQS", { min: 1, max: 512 }) ?? null,
      maxBatchedTokens: read.integer("GAVEL_MAX_BATCHED_TOKENS", { min: 64, max: 8192 }) ?? null,
      kvCacheBytes:
        read.integer("GAVEL_KV_CACHE_BYTES", { min: MEBIBYTE, max: 1024 * 1024 * MEBIBYTE }) ?? null,
      maxContextTokens:
        read.integer("GAVEL_MAX_CONTEXT_TOKENS", { min: 512, max: 131_072 }) ?? DEFAULT_MAX_CONTEXT_TOKENS,
      maxReasoningTokens: read.reasoningTokens("GAVEL_MAX_REASONING_TOKENS") ?? {
        low: 256,
        medium: 1024,
        high: 4096,
      },
      defaultReasoningEffort: read.choice("GAVEL_REASONING_EFFORT", ["low", "medium", "high"]) ?? "medium",
      seed: read.integer("GAVEL_SEED", { min: 0, max: 0xffff_ffff }) ?? null,
      requireSelfTest: read.boolean("GAVEL_REQUIRE_SELF_TEST") ?? false,
    },
    queue: {
      maxDepth: read.integer("GAVEL_MAX_QUEUE_DEPTH", { min: 1, max: 10_000_000 }) ?? 20_000,
      maxAttempts: read.integer("GAVEL_MAX_ATTEMPTS", { min: 1, max: 100 }) ?? 5,
      backoffMs: read.integer("GAVEL_BACKOFF_MS", { min: 1, max: 600_000 }) ?? SECOND,
      concurrency: read.integer("GAVEL_WORKER_CONCURRENCY", { min: 1, max: 4096 }) ?? null,
      interactivePlacesPercent: read.integer("GAVEL_INTERACTIVE_PLACES", { min: 0, max: 90 }) ?? 10,
      attemptTimeoutMs:
        (read.integer("GAVEL_ATTEMPT_TIMEOUT_SECONDS", { min: 1, max: 86_400 }) ?? 300) * SECOND,
    },
    retention: {
      unsettledMs: (read.integer("GAVEL_EXPIRE_AFTER_HOURS", { min: 1, max: 8760 }) ?? 24) * HOUR,
      contentMs: read.hours("GAVEL_CONTENT_RETENTION_HOURS") ?? 24 * HOUR,
      rationaleMs: read.hours("GAVEL_RATIONALE_RETENTION_HOURS"),
      reasoningMs: read.hours("GAVEL_REASONING_RETENTION_HOURS"),
      recordMs: (read.integer("GAVEL_RECORD_RETENTION_DAYS", { min: 1, max: 36_500 }) ?? 90) * DAY,
      sweepIntervalMs: (read.integer("GAVEL_SWEEP_INTERVAL_SECONDS", { min: 1, max: 3600 }) ?? 30) * SECOND,
    },
    webhooks: {
      allowPrivate: read.boolean("GAVEL_WEBHOOK_ALLOW_PRIVATE") ?? false,
      retentionMs: (read.integer("GAVEL_WEBHOOK_RETENTION_DAYS", { min: 1, max: 3650 }) ?? 7) * DAY,
    },
    shutdown: {
      graceMs: (read.integer("GAVEL_SHUTDOWN_GRACE_SECONDS", { min: 0, max: 3600 }) ?? 20) * SECOND,
    },
    log: { level: read.choice("GAVEL_LOG_LEVEL", LOG_LEVELS) ?? "info" },
  };
  const secrets = new Secrets({
    databaseUrl: read.url("DATABASE_URL", ["postgres:", "postgresql:"]),
    redisUrl: read.url("REDIS_URL", ["redis:", "rediss:"]),
    apiKey: read.apiKey("GAVEL_API_KEY"),
    contentHashKey: read.hashKey("GAVEL_CONTENT_HASH_KEY"),
    engineApiKey: read.engineApiKey("GAVEL_ENGINE_API_KEY"),
  });
  if (config.http.defaultWaitSeconds > config.http.maxWaitSeconds) {
    read.fault("GAVEL_DEFAULT_WAIT_SECONDS", "must not be more than GAVEL_MAX_WAIT_SECONDS");
  }
  if (config.engine.kind === "remote" && env.GAVEL_ENGINE_URLS === undefined) {
    read.fault("GAVEL_ENGINE_URLS", "must be set if GAVEL_ENGINE is remote");
  }
  if (read.faults.length > 0) throw new ConfigError(read.faults);
  return { config: deepFreeze(config), secrets };
}

class EnvReader {
  readonly faults: string[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  fault(name: EnvName, message: string): null {
    this.faults.push(`${name} ${message}`);
    return null;
  }

  text(name: EnvName): string | null {
    return this.#env[name] ?? null;
  }

  path(name: EnvName): string | null {
    const value = this.text(name);
    return value === null ? null : resolve(value);
  }

  integer(name: EnvName, { min, max }: { min: number; max: number }): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    return this.fault(name, `must be a whole number from ${min} to ${max}`);
  }

  /** In milliseconds. */
  hours(name: EnvName): number | null {
    const hours = this.integer(name, { min: 0, max: 87_600 });
    return hours === null ? null : hours * HOUR;
  }

  boolean(name: EnvName): boolean | null {
    const value = this.choice(name, ["true", "false"]);
    return value === null ? null : value === "true";
  }

  choice<const T extends string>(name: EnvName, choices: readonly T[]): T | null {
    const value = this.text(name);
    if (value === null) return null;
    return (
      choices.find((choice) => choice === value) ?? this.fault(name, `must be one of: ${choices.join(", ")}`)
    );
  }

  url(name: EnvName, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    return this.fault(name, `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(" or ")}`);
  }

  apiKey(name: EnvName): string | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!/^[\x21-\x7e]{16,200}$/.test(value))
      return this.fault(name, "must be 16 to 200 printable ASCII characters without spaces");
    const weakness = weaknessOf(value);
    if (weakness === null) return value;
    return this.fault(name, `is too weak, since it ${weakness}; make one: openssl rand -hex 32`);
  }

  hashKey(name: EnvName): string | null {
    const value = this.text(name);
    if (value === null || /^[\x21-\x7e]{32,200}$/.test(value)) return value;
    return this.fault(name, "must be 32 to 200 printable ASCII characters without spaces");
  }

  policyList(name: EnvName): ReturnType<typeof parsePolicyList> {
    const value = this.text(name);
    if (value === null) return null;
    return parsePolicyList(value) ?? this.fault(name, "must be up to eight policies, each once: spam,hate@3");
  }

  policySets(name: EnvName): ReturnType<typeof parsePolicySets> {
    const value = this.text(name);
    if (value === null) return null;
    return (
      parsePolicySets(value) ??
      this.fault(name, "must be sets of up to eight policies by name: default=spam,hate;strict=spam@3")
    );
  }

  keyLimits(name: EnvName): ReturnType<typeof parseKeyLimits> {
    const value = this.text(name);
    if (value === null) return null;
    return (
      parseKeyLimits(value) ??
      this.fault(
        name,
        "must be limits by key id, of weight, rate, concurrent and share: 3fa85f64a1b2=weight:3,rate:600;0c1d2e3f4a5b=share:20",
      )
    );
  }

  /** Someone else's key, whatever its length; it becomes part of a header. */
  engineApiKey(name: EnvName): string | null {
    const value = this.text(name);
    if (value === null || /^[\x21-\x7e]{1,500}$/.test(value)) return value;
    return this.fault(name, "must be up to 500 printable ASCII characters without spaces");
  }

  /** Origins, or base URLs, separated by commas. */
  serverUrls(name: EnvName): readonly string[] | null {
    const value = this.text(name);
    if (value === null) return null;
    const urls = value.split(",").map((url) => url.trim());
    if (new Set(urls).size === urls.length && urls.every(isServerUrl)) return urls;
    return this.fault(
      name,
      "must be one or more different URLs, separated by commas, that start with http:// or https:// and hold no password",
    );
  }

  /** One number for all efforts, or `low,medium,high`. */
  reasoningTokens(name: EnvName): Record<ReasoningEffort, number> | null {
    const value = this.text(name);
    if (value === null) return null;
    const parts = value.split(",").map((part) => (/^\d{1,6}$/.test(part.trim()) ? Number(part) : Number.NaN));
    const [low, medium = low, high = low] = parts;
    const known = [low, medium, high].every((tokens) => tokens !== undefined && tokens <= 131_072);
    if (
      low === undefined ||
      medium === undefined ||
      high === undefined ||
      !known ||
      parts.length === 2 ||
      parts.length > 3
    ) {
      return this.fault(name, "must be one whole number, or three for low,medium,high, each up to 131072");
    }
    return { low, medium, high };
  }
}

function isServerUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value))
    if (typeof child === "object" && child !== null) deepFreeze(child);
  return Object.freeze(value);
}
