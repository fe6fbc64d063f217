import type { ErrorCode } from "../error-catalogue/catalogue.ts";
import type { Logger } from "./dependencies.ts";

/** Refusals for want of room or quota: they come in floods, and each is told to its caller and counted in the metrics. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "overloaded",
  "queue_full",
  "queue_share_exceeded",
  "rate_limit_exceeded",
  "concurrency_limit_exceeded",
]);

const INTERVAL_MS = 10_000;

/** One log line in ten seconds for all refusals, since a line for each would be work that a busy process has no time for. */
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
    if (this.#counts.size === 0) setTimeout(() => this.#tell(), INTERVAL_MS).unref();
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }

  #tell(): void {
    this.#logger.info({ refused: Object.fromEntries(this.#counts) }, "requests refused");
    this.#counts.clear();
  }
}
