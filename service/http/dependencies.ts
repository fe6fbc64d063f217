import type { ServiceState } from "../../schemas/service-state.ts";
import type { ErrorCode } from "../error-catalogue/catalogue.ts";
import type { Credential } from "./credential.ts";
import type { Quota } from "./rate-limit-fields.ts";
import type { ClassifyService } from "../judging/classifier.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { KeyUse } from "../audit/key-use.ts";
import type { BatchService } from "../batches/batch-service.ts";
import type { BatchStore } from "../batches/batch-store.ts";
import type { TrialService } from "../evaluations/trial-service.ts";
import type { TrialStore } from "../evaluations/trial-store.ts";
import type { EvaluationService } from "../evaluations/evaluation-service.ts";
import type { EvaluationStore } from "../evaluations/evaluation-store.ts";
import type { GoldenService } from "../evaluations/golden-service.ts";
import type { GoldenStore } from "../evaluations/golden-store.ts";
import type { Caller, KeyStore } from "../keys/key-store.ts";
import type { RequestCounter } from "../keys/request-counter.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { LintThread } from "../judging/lint-thread.ts";
import type { Releases } from "../policies/releases.ts";
import type { VerdictStore } from "../judging/verdict-store.ts";
import type { Config } from "../config/config.ts";
import type { Reviews } from "../reviews/reviews.ts";
import type { Session, SessionStore } from "../sessions/session-store.ts";
import type { WebhookService } from "../webhooks/webhooks.ts";

/** The part of a pino logger that the HTTP API uses. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface HttpMetrics {
  /** `route` is a pattern such as /verdicts/:id, so that it has a bounded number of values. */
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** The state of a component that judging needs. Any caller with a key sees `detail`: no hosts, no credentials. */
export interface ReadinessCheck {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
}

/** What `createApp` needs from the rest of the service. */
export interface AppDependencies {
  readonly policies: PolicyStore;
  readonly releases: Pick<Releases, "ask" | "activate">;
  readonly verdicts: VerdictStore;
  readonly keys: KeyStore;
  readonly sessions: SessionStore;
  readonly audit: AuditLog;
  /** Records the use of keys. */
  readonly keyUse: Pick<KeyUse, "note">;
  readonly classifier: ClassifyService;
  readonly batches: BatchStore;
  readonly batchService: Pick<BatchService, "receive" | "cancel">;
  readonly goldenSets: GoldenStore;
  readonly goldenService: Pick<GoldenService, "put">;
  readonly evaluations: EvaluationStore;
  readonly trials: Pick<TrialStore, "get" | "list" | "disagreements">;
  readonly trialService: Pick<TrialService, "startShadow" | "startReplay" | "stop" | "report">;
  readonly evaluationService: Pick<EvaluationService, "create" | "try" | "cancel">;
  readonly webhooks: WebhookService;
  readonly reviews: Reviews;
  readonly config: Pick<Config, "http" | "compat" | "limits" | "engine">;
  readonly requestCounter: Pick<RequestCounter, "count">;
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  /** Returns the last known state: health endpoints never wait. */
  readonly readiness: () => Readiness;
  /** False if only a restart can help. */
  readonly canRecover: () => boolean;
  readonly serviceState: () => Promise<ServiceState>;
  readonly linter: Pick<LintThread, "lintDocument" | "lintVersion">;
  /** Length of a text in o200k tokens. */
  readonly countTokens: (text: string) => number;
  /** The files of the built dashboard; it may be absent. */
  readonly dashboardDirectory: string;
  /** Shown in the OpenAPI document. */
  readonly version: string;
}

/** The state of a request in the middleware. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Present after `authenticate`: on every route except those that need no key. */
    caller: Caller;
    /** With the caller: the session that authenticated it; null if the request has the key itself. */
    session: Session | null;
    /** With the caller: what authenticated it, to check it again while the request is open. */
    credential: Credential;
    /** The ids of the request's records, for its log line. */
    verdictIds: readonly string[];
    /** The quotas of the caller's key, on routes that have any. */
    quotas: Quota[];
    /** Why the request was refused, if capacity or a quota was the reason. */
    refusal: ErrorCode;
    /** For a streamed response: resolves when it has ended. */
    ended: Promise<void>;
  };
  Bindings: {
    /** Aborted when the server starts to close, so that waiting requests end. Absent without a server. */
    readonly closing?: AbortSignal;
    /** Closes the connection without sending the rest. Absent without a server. */
    readonly disconnect?: () => void;
    /** The client's address. Absent without a server. */
    readonly address?: string;
  };
}
