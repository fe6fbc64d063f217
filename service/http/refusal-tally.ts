import type { ErrorCode } from "../error-catalogue/catalogue.ts";
import type { Logger } from "./dependencies.ts";

/** Refusals because of capacity or quotas. They may be numerous; each is reported to its caller and in the metrics. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "overloaded",
  "queue_full",
  "queue_share_exceeded",
  "rate_limit_exceeded",
  "concurrency_limit_exceeded",
]);

const INTERVAL_MS = 10_000;

/** Logs refusals in one line every ten seconds: a line for each would slow down a process that is already busy. */
export class RefusalTally {
  readonly #logger: Pick<Logger, "info">;
  readonly #counts = new Map<ErrorCode, number>();

  constructor(logger: Pick<Logger, "info">) {
    this.#logger = logger;
  }

  static isRefusal(code: ErrorCode): boolean {
    return REFUSALS.has(code);
  }

  count(code: ErrorCode): void {
    if (this.#counts.size === 0) setTimeout(() => this.#log(), INTERVAL_MS).unref();
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }

  #log(): void {
    this.#logger.info({ refused: Object.fromEntries(this.#counts) }, "requests refused");
    this.#counts.clear();
  }
}
