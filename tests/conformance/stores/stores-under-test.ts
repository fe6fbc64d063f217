import type { DatabaseAuditLog } from "../../../service/storage/audit/audit-store.ts";
import type { DatabaseBacklogStore } from "../../../service/storage/backlog/backlog-store.ts";
import type { Database } from "../../../service/storage/database/database.ts";
import type { DatabaseEvaluationStore } from "../../../service/storage/evaluations/evaluation-store.ts";
import type { DatabaseEvaluationWork } from "../../../service/storage/evaluations/evaluation-work.ts";
import type { DatabaseGoldenStore } from "../../../service/storage/evaluations/golden-store.ts";
import type { DatabaseTrialStore } from "../../../service/storage/evaluations/trial-store.ts";
import type { DatabaseHeartbeatStore } from "../../../service/storage/heartbeats/heartbeat-store.ts";
import type { DatabaseKeyStore } from "../../../service/storage/keys/key-store.ts";
import type { DatabasePolicyStore } from "../../../service/storage/policies/policy-store.ts";
import type { DatabaseReviewStore } from "../../../service/storage/reviews/review-store.ts";
import type { DatabaseSessionStore } from "../../../service/storage/sessions/session-store.ts";
import type { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import type { DatabaseWebhookStore } from "../../../service/storage/webhooks/webhook-store.ts";
import type { DatabaseWorkerStore } from "../../../service/storage/heartbeats/worker-store.ts";

/** The stores on one database and, if the implementation allows it, the same stores on separate connections. */
export interface StoresUnderTest {
  readonly database: Database;
  readonly policies: DatabasePolicyStore;
  readonly verdicts: DatabaseVerdictStore;
  readonly keys: DatabaseKeyStore;
  readonly sessions: DatabaseSessionStore;
  readonly audit: DatabaseAuditLog;
  readonly webhooks: DatabaseWebhookStore;
  readonly backlog: DatabaseBacklogStore;
  readonly workers: DatabaseWorkerStore;
  readonly heartbeats: DatabaseHeartbeatStore;
  readonly goldenSets: DatabaseGoldenStore;
  readonly evaluations: DatabaseEvaluationStore;
  readonly evaluationWork: DatabaseEvaluationWork;
  readonly reviews: DatabaseReviewStore;
  readonly trials: DatabaseTrialStore;
  /** As if in another process. The same stores if only one process may use the database. */
  readonly elsewhere: {
    readonly policies: DatabasePolicyStore;
    readonly verdicts: DatabaseVerdictStore;
    readonly keys: DatabaseKeyStore;
    readonly sessions: DatabaseSessionStore;
    readonly audit: DatabaseAuditLog;
    readonly webhooks: DatabaseWebhookStore;
    readonly backlog: DatabaseBacklogStore;
    readonly workers: DatabaseWorkerStore;
    readonly heartbeats: DatabaseHeartbeatStore;
    readonly goldenSets: DatabaseGoldenStore;
    readonly evaluations: DatabaseEvaluationStore;
    readonly evaluationWork: DatabaseEvaluationWork;
    readonly reviews: DatabaseReviewStore;
    readonly trials: DatabaseTrialStore;
  };
}
