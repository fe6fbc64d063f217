import packageJson from "../package.json" with { type: "json" };
import { GavelClient, GavelError, type Retry } from "../packages/client/src/client.ts";
import { UsageError } from "./cli-error.ts";
import type { CliIo } from "./cli-io.ts";
import type { OptionSpecs } from "./command.ts";
import { plainText } from "./printing/plain-text.ts";

const DEFAULT_URL = "http://127.0.0.1:8080";
const TIMEOUT_MS = 30_000;
const MAX_ATTEMPTS = 6;

/** Options of every command that calls the service. */
export const CONNECTION_OPTIONS = {
  url: {
    type: "string",
    value: "URL",
    description: `the address of the service (default: GAVEL_URL, else ${DEFAULT_URL})`,
  },
  key: {
    type: "string",
    value: "KEY",
    description: "the API key (default: GAVEL_API_KEY, which other users of this machine cannot see)",
  },
  json: { type: "boolean", description: "print JSON, for programs" },
  help: { type: "boolean", short: "h", description: "show this help" },
} as const satisfies OptionSpecs;

/** The address of the service that a command calls. */
export function serviceUrl({ url }: { readonly url?: string }, io: CliIo): string {
  return url ?? io.env.GAVEL_URL ?? DEFAULT_URL;
}

/** Throws UsageError for an invalid address or key. */
export function connect(values: { readonly url?: string; readonly key?: string }, io: CliIo): GavelClient {
  const key = values.key ?? io.env.GAVEL_API_KEY;
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new UsageError("the API key must be printable ASCII without spaces");
  }
  try {
    return new GavelClient({
      url: serviceUrl(values, io),
      key,
      signal: io.signal,
      userAgent: `gavel-cli/${packageJson.version}`,
      timeoutMs: TIMEOUT_MS,
      maxAttempts: MAX_ATTEMPTS,
      onRetry: (retry) => io.err(`${retryMessage(retry)}\n`),
    });
  } catch (error) {
    throw new UsageError((error as TypeError).message, { cause: error });
  }
}

function retryMessage({ error, pauseMs }: Retry): string {
  const reason =
    error instanceof GavelError ? (error.problem?.title ?? "The service is busy") : error.message;
  return plainText(`${reason}; trying again in ${(pauseMs / 1000).toFixed(1)} s`);
}
