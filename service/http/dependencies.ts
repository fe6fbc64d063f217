import type { ErrorCode } from "../error-catalogue/catalogue.ts";
import type { Quota } from "./rate-limit-fields.ts";
import type { ClassifyService } from "../judging/classifier.ts";
import type { BatchService } from "../batches/batch-service.ts";
import type { BatchStore } from "../batches/batch-store.ts";
import type { Caller, KeyStore } from "../keys/key-store.ts";
import type { RequestCounter } from "../keys/request-counter.ts";
import type { PolicyStore } from "../policies/policy-store.ts";
import type { VerdictStore } from "../judging/verdict-store.ts";
import type { Config } from "../config/config.ts";
import type { WebhookService } from "../webhooks/webhooks.ts";

/** The part of a pino logger that the HTTP face uses. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface HttpMetrics {
  /** `route` is a pattern such as /verdicts/:id, so that its values are bounded. */
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** One part that judging needs. `detail` is shown to any caller with a key: no hosts, no credentials. */
export interface ReadinessCheck {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
}

/** Everything that `createApp` needs of the rest of the service. */
export interface AppDependencies {
  readonly policies: PolicyStore;
  readonly verdicts: VerdictStore;
  readonly keys: KeyStore;
  readonly classifier: ClassifyService;
  readonly batches: BatchStore;
  readonly batchService: Pick<BatchService, "receive" | "cancel">;
  readonly webhooks: WebhookService;
  readonly config: Pick<Config, "http" | "compat" | "limits" | "engine">;
  readonly requestCounter: Pick<RequestCounter, "count">;
  readonly logger: Logger;
  readonly metrics: HttpMetrics;
  /** What is known at this moment: health endpoints wait for nothing. */
  readonly readiness: () => Readiness;
  /** False once only a new process can help. */
  readonly canRecover: () => boolean;
  /** Length of a text in o200k tokens. */
  readonly countTokens: (text: string) => number;
  /** Shown in the OpenAPI document. */
  readonly version: string;
}

/** What a request carries through the middleware. */
export interface AppEnv {
  Variables: {
    requestId: string;
    /** Present behind `authenticate`, that is on every route but GET /, GET /healthz and GET /readyz. */
    caller: Caller;
    /** For the log line: which records the request was about. */
    verdictIds: readonly string[];
    /** Of the caller's key, on routes that have some. */
    quotas: Quota[];
    /** Why the request was refused for want of room or quota. */
    refusal: ErrorCode;
    /** Of an answer that goes on after its headers: resolves when it has ended. */
    ended: Promise<void>;
  };
  Bindings: {
    /** Aborted when the server starts to close, so that nobody waits any longer. Absent without a server. */
    readonly closing?: AbortSignal;
    /** Cuts the connection, whatever is still to be sent on it. Absent without a server. */
    readonly disconnect?: () => void;
    /** The other end of the connection. Absent without a server. */
    readonly address?: string;
  };
}
