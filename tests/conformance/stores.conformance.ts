import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "../../service/storage/database/database.ts";
import { DatabaseAuditLog } from "../../service/storage/audit/audit-store.ts";
import { DatabaseBacklogStore } from "../../service/storage/backlog/backlog-store.ts";
import { DatabaseEvaluationStore } from "../../service/storage/evaluations/evaluation-store.ts";
import { DatabaseEvaluationWork } from "../../service/storage/evaluations/evaluation-work.ts";
import { DatabaseGoldenStore } from "../../service/storage/evaluations/golden-store.ts";
import { DatabaseTrialStore } from "../../service/storage/evaluations/trial-store.ts";
import { DatabaseHeartbeatStore } from "../../service/storage/heartbeats/heartbeat-store.ts";
import { DatabaseKeyStore } from "../../service/storage/keys/key-store.ts";
import { DatabasePolicyStore } from "../../service/storage/policies/policy-store.ts";
import { DatabaseReviewStore } from "../../service/storage/reviews/review-store.ts";
import { DatabaseSessionStore } from "../../service/storage/sessions/session-store.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { DatabaseWebhookStore } from "../../service/storage/webhooks/webhook-store.ts";
import { DatabaseWorkerStore } from "../../service/storage/heartbeats/worker-store.ts";
import { auditCases } from "./stores/audit-cases.ts";
import { backlogCases } from "./stores/backlog-cases.ts";
import { evaluationStoreCases } from "./stores/evaluation-cases.ts";
import { goldenStoreCases } from "./stores/golden-cases.ts";
import { heartbeatCases } from "./stores/heartbeat-cases.ts";
import { keyStoreCases } from "./stores/key-cases.ts";
import { listCases } from "./stores/list-cases.ts";
import { policyStoreCases } from "./stores/policy-cases.ts";
import { retentionCases } from "./stores/retention-cases.ts";
import { reuseCases } from "./stores/reuse-cases.ts";
import { reviewDecisionCases } from "./stores/review-decision-cases.ts";
import { reviewQueueCases } from "./stores/review-queue-cases.ts";
import { reviewRecordCases } from "./stores/review-record-cases.ts";
import { reviewSettleCases } from "./stores/review-settle-cases.ts";
import { searchCases } from "./stores/search-cases.ts";
import { sessionCases } from "./stores/session-cases.ts";
import { statsCases } from "./stores/stats-cases.ts";
import { sharingCases } from "./stores/sharing-cases.ts";
import type { StoresUnderTest } from "./stores/stores-under-test.ts";
import { trialStoreCases } from "./stores/trial-cases.ts";
import { verdictStoreCases } from "./stores/verdict-cases.ts";
import { webhookCases } from "./stores/webhook-cases.ts";

export interface OpenedDatabases {
  /** Started. One, or several on the same data. */
  readonly databases: readonly [Database, ...Database[]];
  close(): Promise<void>;
}

/** What every implementation of the stores must do. */
export function storesConformance(name: string, open: () => Promise<OpenedDatabases>): void {
  describe(`stores on ${name}`, () => {
    let opened: OpenedDatabases;
    const sets: (Omit<StoresUnderTest, "elsewhere"> & { close(): void })[] = [];

    beforeAll(async () => {
      opened = await open();
      for (const database of opened.databases) {
        const verdicts = new DatabaseVerdictStore(database);
        const keys = new DatabaseKeyStore(database);
        const sessions = new DatabaseSessionStore(database, {
          maxAgeMs: 12 * 3_600_000,
          idleMs: 2 * 3_600_000,
        });
        const webhooks = new DatabaseWebhookStore(database);
        await verdicts.start();
        await keys.start();
        await sessions.start();
        const evaluationWork = new DatabaseEvaluationWork(database);
        await webhooks.start();
        await evaluationWork.start();
        const close = (): void =>
          [verdicts, keys, sessions, webhooks, evaluationWork].forEach((store) => store.close());
        const policies = new DatabasePolicyStore(database);
        const workers = new DatabaseWorkerStore(database);
        const backlog = new DatabaseBacklogStore(database, workers);
        const heartbeats = new DatabaseHeartbeatStore(database);
        const audit = new DatabaseAuditLog(database);
        const reviews = new DatabaseReviewStore(database);
        const parts = {
          policies,
          verdicts,
          keys,
          sessions,
          audit,
          webhooks,
          workers,
          backlog,
          heartbeats,
          reviews,
        };
        const goldenSets = new DatabaseGoldenStore(database);
        const evaluations = new DatabaseEvaluationStore(database);
        const trials = new DatabaseTrialStore(database);
        sets.push({ database, ...parts, goldenSets, evaluations, evaluationWork, trials, close });
      }
    });

    afterAll(async () => {
      for (const set of sets) set.close();
      await opened.close();
    });

    const stores = (): StoresUnderTest => {
      const [first, second] = sets;
      if (first === undefined) throw new Error("The stores have not been opened");
      return { ...first, elsewhere: second ?? first };
    };
    policyStoreCases(stores);
    heartbeatCases(stores);
    keyStoreCases(stores);
    sessionCases(stores);
    verdictStoreCases(stores);
    sharingCases(stores);
    reuseCases(stores);
    listCases(stores);
    searchCases(stores);
    statsCases(stores);
    retentionCases(stores);
    webhookCases(stores);
    backlogCases(stores);
    reviewSettleCases(stores);
    auditCases(stores);
    goldenStoreCases(stores);
    evaluationStoreCases(stores);
    reviewQueueCases(stores);
    reviewDecisionCases(stores);
    reviewRecordCases(stores);
    trialStoreCases(stores);
  });
}
