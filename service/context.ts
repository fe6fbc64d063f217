import { createEngine } from "../engine/create-engine.ts";
import type { Engine } from "../engine/engine.ts";
import type { LocalOptions } from "../engine/local/local-options.ts";
import { Admission } from "./judging/admission.ts";
import { Attempts } from "./judging/attempt.ts";
import { BatchRunner } from "./batches/batch-runner.ts";
import { BatchService } from "./batches/batch-service.ts";
import { Classifier } from "./judging/classifier.ts";
import { ContentHashes } from "./judging/content-hash.ts";
import { Dispatcher } from "./judging/dispatcher.ts";
import { PreparedPolicies } from "./judging/prepared-policies.ts";
import type { RequestCounter } from "./keys/request-counter.ts";
import { ServiceRate } from "./judging/service-rate.ts";
import { SettledWaiters } from "./judging/settled-waiters.ts";
import { Sweeper } from "./judging/sweeper.ts";
import { WorkerBeat } from "./health/worker-beat.ts";
import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { VitalSigns } from "./health/vital-signs.ts";
import { Judging } from "./judging.ts";
import { createLogger, type Logger } from "./logger.ts";
import { Metrics } from "./metrics.ts";
import { describePolicyNotCached } from "./judging/policy-not-cached.ts";
import { BullClassifyQueue } from "./queue/classify-queue.ts";
import { BullClassifyWorker } from "./queue/classify-worker.ts";
import type { EmbeddedSession } from "./queue/pglite-pool.ts";
import { createRequestCounter } from "./queue/request-counter.ts";
import type { QueueStore } from "./queue/connect-queue.ts";
import { DatabaseBacklogStore } from "./storage/backlog/backlog-store.ts";
import { loadContentHashKey } from "./storage/keys/content-hash-key.ts";
import { DatabaseBatchStore } from "./storage/batches/batch-store.ts";
import type { Database } from "./storage/database/database.ts";
import { DatabaseHeartbeatStore } from "./storage/heartbeats/heartbeat-store.ts";
import { DatabaseKeyStore } from "./storage/keys/key-store.ts";
import { openDatabase } from "./storage/database/open-database.ts";
import { PgliteDatabase } from "./storage/database/pglite-database.ts";
import { DatabasePolicyStore } from "./storage/policies/policy-store.ts";
import { createQueuePool } from "./storage/database/queue-pool.ts";
import { DatabaseVerdictStore } from "./storage/verdicts/verdict-store.ts";
import { DatabaseWebhookStore } from "./storage/webhooks/webhook-store.ts";
import { DatabaseWorkerStore } from "./storage/heartbeats/worker-store.ts";
import packageJson from "../package.json" with { type: "json" };
import { type DispatcherTiming, WebhookDispatcher } from "./webhooks/webhook-dispatcher.ts";
import { Webhooks } from "./webhooks/webhooks.ts";

/** Webhook deliveries under way when a process closes; what takes longer is made by another or after the next start. */
const WEBHOOK_GRACE_MS = 3000;

/** What a process does: accept requests, judge items, or both. */
export type Role = "all" | "api" | "worker";

/** What tests and benchmarks put in place of the real thing. */
export interface Overrides {
  readonly engine?: Engine;
  readonly logger?: Logger;
  readonly webhookTiming?: Partial<DispatcherTiming>;
}

/** The parts of one process, wired. The only place where stores, queue, engine and HTTP know each other. */
export class AppContext {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly policies: DatabasePolicyStore;
  readonly verdicts: DatabaseVerdictStore;
  readonly keys: DatabaseKeyStore;
  readonly queue: BullClassifyQueue;
  readonly classifier: Classifier;
  readonly batches: DatabaseBatchStore;
  readonly batchService: BatchService;
  readonly webhooks: Webhooks;
  readonly requestCounter: RequestCounter;
  readonly vitalSigns: VitalSigns;
  readonly #database: Database;
  readonly #hashes: ContentHashes;
  readonly #waiters: SettledWaiters;
  readonly #sweeper: Sweeper;
  readonly #dispatcher: Dispatcher;
  readonly #batchRunner: BatchRunner;
  readonly #webhookStore: DatabaseWebhookStore;
  /** Null where workers judge and others deliver. */
  readonly #webhookDispatcher: WebhookDispatcher | null;
  readonly #judging: Judging | null;

  static fromConfig(
    config: Config,
    secrets: Secrets,
    role: Role = "all",
    overrides: Overrides = {},
  ): AppContext {
    return new AppContext(config, secrets, role, overrides);
  }

  private constructor(config: Config, secrets: Secrets, role: Role, overrides: Overrides) {
    const logger = overrides.logger ?? createLogger(config.log);
    const onError = (error: Error): void => logger.error({ err: error }, "store error");
    const database = openDatabase({
      databaseUrl: secrets.databaseUrl,
      dataDirectory: config.data.directory,
      onError,
    });
    const store = queueStore(database, secrets);
    const { maxAttempts: attempts, backoffMs } = config.queue;

    this.config = config;
    this.logger = logger;
    this.#database = database;
    this.policies = new DatabasePolicyStore(database);
    this.verdicts = new DatabaseVerdictStore(database);
    this.keys = new DatabaseKeyStore(database);
    this.batches = new DatabaseBatchStore(database);
    this.#webhookStore = new DatabaseWebhookStore(database);
    this.requestCounter = createRequestCounter(role === "worker" ? null : secrets.redisUrl, onError);
    this.queue = new BullClassifyQueue({ store, attempts, backoffMs, onError });
    this.metrics = new Metrics({
      queueCounts: () => this.queue.counts(),
      unsettled: () => this.verdicts.countUnsettled(),
      batches: () => this.batches.countByStatus(),
      pendingDeliveries: () => this.#webhookStore.countPending(),
    });
    const hashes = new ContentHashes(async () =>
      secrets.contentHashKey === null ? loadContentHashKey(database) : Buffer.from(secrets.contentHashKey),
    );
    this.#hashes = hashes;
    this.#waiters = new SettledWaiters(this.verdicts);
    const { policies, verdicts, batches, queue, metrics } = this;
    const workers = new DatabaseWorkerStore(database);
    const backlog = new DatabaseBacklogStore(database, workers);
    const dispatcher = new Dispatcher({ config, backlog, workers, queue, verdicts, logger });
    const dispatch = (): void => dispatcher.wake();
    this.#dispatcher = dispatcher;
    this.classifier = new Classifier({
      config,
      admission: new Admission(config, backlog),
      dispatch,
      policies,
      verdicts,
      queue,
      waiters: this.#waiters,
      hashes,
      logger,
      metrics,
    });
    this.#sweeper = new Sweeper({ config, verdicts, queue, logger });
    const runner = new BatchRunner({ config, batches, verdicts, queue, dispatch, hashes, logger });
    this.#batchRunner = runner;
    this.batchService = new BatchService({
      config,
      policies,
      batches,
      hashes,
      wake: () => runner.wake(),
      logger,
    });
    const { allowPrivate, retentionMs } = config.webhooks;
    this.webhooks = new Webhooks({ store: this.#webhookStore, policies, allowPrivate });
    this.#webhookDispatcher =
      role === "worker"
        ? null
        : new WebhookDispatcher({
            store: this.#webhookStore,
            allowPrivate,
            retentionMs,
            userAgent: `Gavel/${packageJson.version}`,
            logger,
            onAttempt: (outcome) => metrics.countDelivery(outcome),
            ...(overrides.webhookTiming === undefined ? {} : { timing: overrides.webhookTiming }),
          });
    const judging =
      role === "api"
        ? null
        : this.#createJudging(
            store,
            overrides.engine ?? engineFromConfig(config, secrets, logger),
            workers,
            onError,
          );
    this.#judging = judging;
    this.vitalSigns = new VitalSigns({
      heartbeats: new DatabaseHeartbeatStore(database),
      database,
      databaseIsOwn: database instanceof PgliteDatabase,
      queue,
      engine: judging === null ? null : () => judging.check(),
    });
  }

  #createJudging(
    store: QueueStore,
    engine: Engine,
    workers: DatabaseWorkerStore,
    onError: (error: Error) => void,
  ): Judging {
    const { config, verdicts, logger, metrics } = this;
    const rate = new ServiceRate();
    const attempts = new Attempts({
      config,
      engine,
      rate,
      canJudge: () => this.#judging?.canJudge() ?? false,
      verdicts,
      prepared: new PreparedPolicies(this.policies),
      hashes: this.#hashes,
      logger,
      metrics,
    });
    return new Judging({
      config,
      engine,
      logger,
      metrics,
      placesFor: (maxConcurrency) => config.queue.concurrency ?? maxConcurrency,
      createBeat: (places) => new WorkerBeat({ workers, rate, places, logger }),
      createWorker: (concurrency) =>
        new BullClassifyWorker({
          store,
          concurrency,
          maxLosses: config.queue.maxAttempts,
          process: (job, signal) => attempts.process(job, signal),
          onLost: (id) => attempts.lost(id),
          onError,
        }),
    });
  }

  /** Opens the stores. Items can be accepted from here on. */
  async start(): Promise<void> {
    await this.#database.start();
    await this.#hashes.start();
    await this.verdicts.start();
    await this.keys.start();
    await this.#webhookStore.start();
    await this.queue.start();
    this.vitalSigns.start();
    this.#sweeper.start();
    this.#batchRunner.start();
    this.#dispatcher.start();
    this.#webhookDispatcher?.start();
  }

  /** Loads the model and begins to judge. Rejects where the engine never will be there. */
  async startJudging(): Promise<void> {
    await this.#judging?.start();
  }

  /** Drains in the order of the data's way, so that nothing loses what it writes to. */
  async close(): Promise<void> {
    try {
      await this.vitalSigns.close();
      await this.#sweeper.close();
      await this.#batchRunner.close();
      await this.#dispatcher.close();
      await this.#judging?.close();
      await this.#webhookDispatcher?.close({ graceMs: WEBHOOK_GRACE_MS });
      this.#waiters.close();
      await this.queue.close();
      this.requestCounter.close();
      this.verdicts.close();
      this.keys.close();
      this.#webhookStore.close();
    } finally {
      await this.#database.close();
    }
  }
}

function queueStore(database: Database, { redisUrl, databaseUrl }: Secrets): QueueStore {
  if (redisUrl !== null) return { kind: "redis", url: redisUrl };
  if (database instanceof PgliteDatabase) return { kind: "pglite", session: embeddedSession(database) };
  return { kind: "postgres", createPool: (onError) => createQueuePool(databaseUrl ?? "", onError) };
}

/** The database's one session, which is there once the database has started. */
function embeddedSession(database: PgliteDatabase): EmbeddedSession {
  return {
    query: (text, parameters) => database.pglite.query(text, parameters),
    exec: (text) => database.pglite.exec(text),
    transaction: (work) => database.pglite.transaction(work),
    listen: (channel, callback) => database.pglite.listen(channel, callback),
  };
}

function engineFromConfig({ engine }: Config, { engineApiKey }: Secrets, logger: Logger): Engine {
  const { kind, remote, maxContextTokens } = engine;
  if (kind === "remote") {
    return createEngine(
      { kind, ...remote, apiKey: engineApiKey, maxContextTokens },
      {
        onPolicyNotCached: (warning) =>
          logger.warn({ ...warning, detail: describePolicyNotCached(warning) }, "policy not cached"),
      },
    );
  }
  return createEngine(
    { kind, ...localOptions(engine) },
    {
      onNotice: (notice) => logger.info({ notice }, "engine"),
      onLog: (line) => logger.warn({ line }, "engine process"),
      onProgress: ({ step, done, total }) => logger.debug({ step, done, total }, "engine starting"),
    },
  );
}

/** What is not set is left to the engine, which knows the device. */
function localOptions({
  modelDirectory,
  executionProvider,
  maxContextTokens,
  maxNumSeqs,
  maxBatchedTokens,
  kvCacheBytes,
}: Config["engine"]): LocalOptions {
  return {
    modelDirectory: modelDirectory ?? "",
    executionProvider,
    maxContextTokens,
    ...(maxNumSeqs === null ? {} : { maxNumSeqs }),
    ...(maxBatchedTokens === null ? {} : { maxBatchedTokens }),
    ...(kvCacheBytes === null ? {} : { kvCacheBytes }),
  };
}
