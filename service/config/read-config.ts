import { OperatorError } from "../errors.ts";
import { type Config, toConfig } from "./config.ts";
import type { Env } from "./env.ts";
import { readSettings } from "./read-settings.ts";
import { Secrets } from "./secrets.ts";
import { SETTINGS } from "./settings/settings.ts";

/** All faults of the environment, each with the name of its variable and never with its value. */
export class ConfigError extends OperatorError {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

/** Reads the configuration from environment variables. Throws ConfigError. */
export function readConfig(env: Env): { readonly config: Config; readonly secrets: Secrets } {
  const { values, faults } = readSettings(SETTINGS, env);
  const config = toConfig(values);
  const allFaults = [...faults, ...contradictionsIn(config, env)];
  if (allFaults.length > 0) throw new ConfigError(allFaults);
  const secrets = new Secrets({
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    apiKey: values.GAVEL_API_KEY,
    contentHashKey: values.GAVEL_CONTENT_HASH_KEY,
    engineApiKey: values.GAVEL_ENGINE_API_KEY,
  });
  return { config: deepFreeze(config), secrets };
}

/** Faults of settings that are valid alone and not together. */
function contradictionsIn({ http, engine }: Config, env: Env): string[] {
  const faults: string[] = [];
  if (http.defaultWaitSeconds > http.maxWaitSeconds) {
    faults.push("GAVEL_DEFAULT_WAIT_SECONDS must not be more than GAVEL_MAX_WAIT_SECONDS");
  }
  if (engine.kind === "remote" && env.GAVEL_ENGINE_URLS === undefined) {
    faults.push("GAVEL_ENGINE_URLS must be set if GAVEL_ENGINE is remote");
  }
  if ((env.GAVEL_PROMPT_TOKEN_PRICE === undefined) !== (env.GAVEL_COMPLETION_TOKEN_PRICE === undefined)) {
    faults.push("GAVEL_PROMPT_TOKEN_PRICE and GAVEL_COMPLETION_TOKEN_PRICE must be set together");
  }
  return faults;
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === "object" && child !== null) deepFreeze(child);
  }
  return Object.freeze(value);
}
