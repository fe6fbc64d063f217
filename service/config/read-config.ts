import { resolve } from "node:path";
import type { ReasoningEffort } from "../../engine/engine.ts";
import { type Config, EXECUTION_PROVIDERS, LOG_LEVELS } from "./config.ts";
import type { Env, EnvName } from "./env.ts";
import { Secrets } from "./secrets.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const MEBIBYTE = 1024 * 1024;

/** Every fault of the environment at once, each under its variable's own name. Holds no values. */
export class ConfigError extends Error {
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
      defaultWaitSeconds: read.integer("GAVEL_DEFAULT_WAIT_SECONDS", { min: 0, max: 600 }) ?? 30,
      maxWaitSeconds: read.integer("GAVEL_MAX_WAIT_SECONDS", { min: 0, max: 600 }) ?? 120,
    },
    data: { directory: resolve(read.text("DATA_DIR") ?? ".data") },
    engine: {
      kind: read.choice("GAVEL_ENGINE", ["onnx"]) ?? "onnx",
      modelDirectory: read.path("GAVEL_MODEL_DIR"),
      executionProvider: read.choice("GAVEL_EXECUTION_PROVIDER", EXECUTION_PROVIDERS) ?? "cpu",
      maxNumSeqs: read.integer("GAVEL_MAX_NUM_SEQS", { min: 1, max: 1024 }) ?? 8,
      maxContextTokens: read.integer("GAVEL_MAX_CONTEXT_TOKENS", { min: 512, max: 131_072 }) ?? 8192,
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
      attemptTimeoutMs:
        (read.integer("GAVEL_ATTEMPT_TIMEOUT_SECONDS", { min: 1, max: 86_400 }) ?? 300) * SECOND,
    },
    retention: {
      unsettledMs: (read.integer("GAVEL_EXPIRE_AFTER_HOURS", { min: 1, max: 8760 }) ?? 24) * HOUR,
      contentMs: (read.integer("GAVEL_CONTENT_RETENTION_HOURS", { min: 0, max: 87_600 }) ?? 24) * HOUR,
      recordMs: (read.integer("GAVEL_RECORD_RETENTION_DAYS", { min: 1, max: 36_500 }) ?? 90) * DAY,
      sweepIntervalMs: (read.integer("GAVEL_SWEEP_INTERVAL_SECONDS", { min: 1, max: 3600 }) ?? 30) * SECOND,
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
  });
  if (config.http.defaultWaitSeconds > config.http.maxWaitSeconds) {
    read.fault("GAVEL_DEFAULT_WAIT_SECONDS", "must not be more than GAVEL_MAX_WAIT_SECONDS");
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
    if (value === null || /^[\x21-\x7e]{16,200}$/.test(value)) return value;
    return this.fault(name, "must be 16 to 200 printable ASCII characters without spaces");
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

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value))
    if (typeof child === "object" && child !== null) deepFreeze(child);
  return Object.freeze(value);
}
