import type { CliIo } from "./cli-io.ts";
import { UsageError } from "./cli-error.ts";
import type { OptionSpecs } from "./command.ts";
import { GavelClient } from "./gavel-client.ts";
import packageJson from "../package.json" with { type: "json" };

const DEFAULT_URL = "http://127.0.0.1:8080";

/** Options of every command that asks the service. */
export const CONNECTION_OPTIONS = {
  url: {
    type: "string",
    value: "URL",
    description: `where the service is (default: GAVEL_URL, else ${DEFAULT_URL})`,
  },
  key: {
    type: "string",
    value: "KEY",
    description: "the API key (default: GAVEL_API_KEY, which others cannot see)",
  },
  json: { type: "boolean", description: "JSON on stdout, for machines" },
  help: { type: "boolean", short: "h", description: "this help" },
} as const satisfies OptionSpecs;

export function connect(values: { readonly url?: string; readonly key?: string }, io: CliIo): GavelClient {
  const key = values.key ?? io.env.GAVEL_API_KEY;
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new UsageError("the API key must be printable ASCII without spaces");
  }
  return new GavelClient({
    url: values.url ?? io.env.GAVEL_URL ?? DEFAULT_URL,
    key,
    signal: io.signal,
    userAgent: `gavel-cli/${packageJson.version}`,
    notify: (message) => io.err(`${message}\n`),
  });
}
