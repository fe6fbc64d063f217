import { SETTINGS } from "./settings/settings.ts";

export type EnvName = keyof typeof SETTINGS;

/** The environment variables of the service as text. An empty one counts as not set. */
export type Env = Readonly<Partial<Record<EnvName, string>>>;

export const ENV_NAMES = Object.keys(SETTINGS) as readonly EnvName[];

/** Reads the environment. No other code of the service does. */
export function readEnv(): Env {
  const env: Partial<Record<EnvName, string>> = {};
  for (const name of ENV_NAMES) {
    const value = process.env[name];
    if (value !== undefined && value !== "") env[name] = value;
  }
  return env;
}
