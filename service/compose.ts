import type { Engine } from "../engine/engine.ts";
import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { configuredEngine } from "./configured-engine.ts";
import { type Accepting, createAccepting } from "./create-accepting.ts";
import { createDelivering } from "./create-delivering.ts";
import { createJudging } from "./create-judging.ts";
import { VitalSigns } from "./health/vital-signs.ts";
import type { Judging } from "./judging/judging.ts";
import { createLogger, type Logger } from "./logger.ts";
import { Metrics } from "./metrics.ts";
import { openStores, type Stores } from "./open-stores.ts";
import type { Part, PartDependencies } from "./part.ts";
import type { DispatcherTiming } from "./webhooks/dispatcher.ts";
import packageJson from "../package.json" with { type: "json" };

/** Replaces real parts in tests and benchmarks. */
export interface Overrides {
  readonly engine?: Engine;
  readonly logger?: Logger;
  readonly webhookTiming?: Partial<DispatcherTiming>;
}

/** The parts of one process. Every process serves HTTP, if only to be probed and scraped. */
export interface Composition extends PartDependencies {
  readonly role: "all" | "api" | "worker";
  readonly accepting: Accepting;
  readonly vitalSigns: VitalSigns;
  /** Opens the stores. Items are accepted from here on. */
  start(): Promise<void>;
  /** Loads the model and begins to judge, in a process that judges. Rejects if the engine can never be ready. */
  startJudging(): Promise<void>;
  close(): Promise<void>;
}

export type Compose = (config: Config, secrets: Secrets, overrides?: Overrides) => Composition;

/** One process that does everything, with the engine in a child process. */
export const composeAll: Compose = (config, secrets, overrides = {}) => {
  const logger = overrides.logger ?? createLogger(config.log);
  const engine = overrides.engine ?? configuredEngine(config, secrets, logger);
  const base = openBase(config, secrets, logger);
  const accepting = createAccepting(base, secrets.redisUrl);
  const delivering = createDelivering(base, overrides.webhookTiming);
  const judging = createJudging(base, engine);
  const vitalSigns = createVitalSigns(base, "all", judging);
  return {
    role: "all",
    ...base,
    accepting,
    vitalSigns,
    start: () => startAll(base.stores, [vitalSigns, accepting, delivering]),
    startJudging: () => judging.start(),
    close: () => closeAll([vitalSigns, accepting, judging, delivering, base.stores]),
  };
};

/** Accepts requests and delivers to webhooks; workers judge. */
export const composeApi: Compose = (config, secrets, overrides = {}) => {
  const base = openBase(config, secrets, overrides.logger ?? createLogger(config.log));
  const accepting = createAccepting(base, secrets.redisUrl);
  const delivering = createDelivering(base, overrides.webhookTiming);
  const vitalSigns = createVitalSigns(base, "api", null);
  return {
    role: "api",
    ...base,
    accepting,
    vitalSigns,
    start: () => startAll(base.stores, [vitalSigns, accepting, delivering]),
    startJudging: async () => undefined,
    close: () => closeAll([vitalSigns, accepting, delivering, base.stores]),
  };
};

/** Judges items; API processes deliver to webhooks. */
export const composeWorker: Compose = (config, secrets, overrides = {}) => {
  const logger = overrides.logger ?? createLogger(config.log);
  const engine = overrides.engine ?? configuredEngine(config, secrets, logger);
  const base = openBase(config, secrets, logger);
  const accepting = createAccepting(base, null);
  const judging = createJudging(base, engine);
  const vitalSigns = createVitalSigns(base, "worker", judging);
  return {
    role: "worker",
    ...base,
    accepting,
    vitalSigns,
    start: () => startAll(base.stores, [vitalSigns, accepting]),
    startJudging: () => judging.start(),
    close: () => closeAll([vitalSigns, accepting, judging, base.stores]),
  };
};

function openBase(config: Config, secrets: Secrets, logger: Logger): PartDependencies {
  const stores = openStores(config, secrets, logger);
  const metrics = new Metrics({
    queueCounts: () => stores.queue.counts(),
    unsettled: () => stores.verdicts.countUnsettled(),
    batches: () => stores.batches.countByStatus(),
    pendingDeliveries: () => stores.webhooks.countPending(),
  });
  return { config, stores, logger, metrics };
}

function createVitalSigns(
  { stores }: PartDependencies,
  role: Composition["role"],
  judging: Judging | null,
): VitalSigns {
  const { heartbeats, database, databaseIsEmbedded, queue } = stores;
  const about = { role, version: packageJson.version, started_at: new Date().toISOString() };
  return new VitalSigns({
    heartbeats,
    database,
    databaseIsEmbedded,
    queue,
    engine: judging === null ? null : () => judging.check(),
    report: () => ({ ...about, worker: judging?.report() ?? null }),
  });
}

async function startAll(stores: Stores, parts: readonly Part[]): Promise<void> {
  await stores.start();
  for (const part of parts) part.start();
}

/** Closes in this order, so that no part loses a store that it still writes to. The stores are closed in any case. */
async function closeAll(closables: readonly Pick<Part, "close">[]): Promise<void> {
  const errors: unknown[] = [];
  for (const closable of closables) await closable.close().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
