import type { Config } from "./config/config.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import type { Stores } from "./open-stores.ts";

/** A part of the service that works until it is closed. */
export interface Part {
  start(): void;
  /** Resolves when its work has ended; the stores must still be open until then. */
  close(): Promise<void>;
}

export interface PartDependencies {
  readonly config: Config;
  readonly stores: Stores;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
