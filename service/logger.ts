import { type Logger, pino } from "pino";
import type { Config } from "./config/config.ts";

export type { Logger } from "pino";

/**
 * Creates a logger of JSON lines on stdout, or on `destination`. Callers log ids, codes, counts and times, never
 * content, prompts or keys; the redaction is a second safeguard for headers and known secret fields.
 */
export function createLogger(config: Config["log"], destination?: { write(line: string): void }): Logger {
  const options = {
    level: config.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: [
        "authorization",
        "*.authorization",
        "key",
        "*.key",
        "content",
        "*.content",
        "apiKey",
        "*.apiKey",
      ],
      censor: "[redacted]",
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
