import type { Config } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { ContentHashes } from "./judging/content-hashes.ts";
import type { Logger } from "./logger.ts";
import { BullClassifyQueue } from "./queue/classify-queue.ts";
import type { EmbeddedSession } from "./queue/pglite-pool.ts";
import type { QueueStore } from "./queue/connect-queue.ts";
import { DatabaseAuditLog } from "./storage/audit/audit-store.ts";
import { DatabaseBacklogStore } from "./storage/backlog/backlog-store.ts";
import { DatabaseBatchStore } from "./storage/batches/batch-store.ts";
import type { Database } from "./storage/database/database.ts";
import { openDatabase } from "./storage/database/open-database.ts";
import { PgliteDatabase } from "./storage/database/pglite-database.ts";
import { createQueuePool } from "./storage/database/queue-pool.ts";
import { DatabaseEvaluationStore } from "./storage/evaluations/evaluation-store.ts";
import { DatabaseEvaluationWork } from "./storage/evaluations/evaluation-work.ts";
import { DatabaseGoldenStore } from "./storage/evaluations/golden-store.ts";
import { DatabaseTrialStore } from "./storage/evaluations/trial-store.ts";
import { DatabaseHeartbeatStore } from "./storage/heartbeats/heartbeat-store.ts";
import { DatabaseWorkerStore } from "./storage/heartbeats/worker-store.ts";
import { loadContentHashKey } from "./storage/keys/content-hash-key.ts";
import { DatabaseKeyStore } from "./storage/keys/key-store.ts";
import { DatabasePolicyStore } from "./storage/policies/policy-store.ts";
import { DatabaseReviewStore } from "./storage/reviews/review-store.ts";
import { DatabaseSessionStore } from "./storage/sessions/session-store.ts";
import { DatabaseVerdictStore } from "./storage/verdicts/verdict-store.ts";
import { DatabaseWebhookStore } from "./storage/webhooks/webhook-store.ts";

/** What every process of the service reads and writes. */
export interface Stores {
  readonly database: Database;
  /** The database runs inside this process, so no other process can restart it. */
  readonly databaseIsEmbedded: boolean;
  readonly policies: DatabasePolicyStore;
  readonly verdicts: DatabaseVerdictStore;
  readonly backlog: DatabaseBacklogStore;
  readonly batches: DatabaseBatchStore;
  readonly goldenSets: DatabaseGoldenStore;
  readonly evaluations: DatabaseEvaluationStore;
  readonly evaluationWork: DatabaseEvaluationWork;
  readonly trials: DatabaseTrialStore;
  readonly webhooks: DatabaseWebhookStore;
  readonly keys: DatabaseKeyStore;
  readonly sessions: DatabaseSessionStore;
  readonly audit: DatabaseAuditLog;
  readonly reviews: DatabaseReviewStore;
  readonly workers: DatabaseWorkerStore;
  readonly heartbeats: DatabaseHeartbeatStore;
  readonly hashes: ContentHashes;
  readonly queue: BullClassifyQueue;
  /** For a worker, which connects to the queue itself. */
  readonly queueStore: QueueStore;
  readonly onError: (error: Error) => void;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Connects the stores; `start` opens them. */
export function openStores(config: Config, secrets: Secrets, logger: Logger): Stores {
  const onError = (error: Error): void => logger.error({ err: error }, "store error");
  const database = openDatabase({
    databaseUrl: secrets.databaseUrl,
    dataDirectory: config.data.directory,
    onError,
  });
  const queueStore = queueStoreOf(database, secrets);
  const { maxAttempts: attempts, backoffMs } = config.queue;
  const hashes = new ContentHashes(async () =>
    secrets.contentHashKey === null ? loadContentHashKey(database) : Buffer.from(secrets.contentHashKey),
  );
  const verdicts = new DatabaseVerdictStore(database);
  const webhooks = new DatabaseWebhookStore(database);
  const evaluationWork = new DatabaseEvaluationWork(database);
  const keys = new DatabaseKeyStore(database);
  const sessions = new DatabaseSessionStore(database, config.sessions);
  const workers = new DatabaseWorkerStore(database);
  const queue = new BullClassifyQueue({ store: queueStore, attempts, backoffMs, onError });
  return {
    database,
    databaseIsEmbedded: database instanceof PgliteDatabase,
    policies: new DatabasePolicyStore(database),
    verdicts,
    backlog: new DatabaseBacklogStore(database, workers),
    batches: new DatabaseBatchStore(database),
    goldenSets: new DatabaseGoldenStore(database),
    evaluations: new DatabaseEvaluationStore(database),
    evaluationWork,
    trials: new DatabaseTrialStore(database),
    webhooks,
    keys,
    sessions,
    audit: new DatabaseAuditLog(database),
    reviews: new DatabaseReviewStore(database),
    workers,
    heartbeats: new DatabaseHeartbeatStore(database),
    hashes,
    queue,
    queueStore,
    onError,
    async start() {
      await database.start();
      await hashes.start();
      await verdicts.start();
      await evaluationWork.start();
      await keys.start();
      await sessions.start();
      await webhooks.start();
      await queue.start();
    },
    async close() {
      try {
        await queue.close();
        verdicts.close();
        evaluationWork.close();
        keys.close();
        sessions.close();
        webhooks.close();
      } finally {
        await database.close();
      }
    },
  };
}

function queueStoreOf(database: Database, { redisUrl, databaseUrl }: Secrets): QueueStore {
  if (redisUrl !== null) return { kind: "redis", url: redisUrl };
  if (database instanceof PgliteDatabase) return { kind: "pglite", session: embeddedSession(database) };
  return { kind: "postgres", createPool: (onError) => createQueuePool(databaseUrl ?? "", onError) };
}

/** The only session of the embedded database. It exists once the database has started. */
function embeddedSession(database: PgliteDatabase): EmbeddedSession {
  return {
    query: (text, parameters) => database.pglite.query(text, parameters),
    exec: (text) => database.pglite.exec(text),
    transaction: (work) => database.pglite.transaction(work),
    listen: (channel, callback) => database.pglite.listen(channel, callback),
  };
}
