const NAMES = ["GAVEL_URL", "GAVEL_API_KEY", "HF_ENDPOINT", "HF_TOKEN", "NO_COLOR", "TERM"] as const;

/** The variables that the `gavel` command reads: the service and the model hub it calls, and how to print. */
export type Environment = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** An empty variable counts as not set. */
export function readEnvironment(): Environment {
  const env: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const value = process.env[name];
    if (value !== undefined && value !== "") env[name] = value;
  }
  return env;
}
