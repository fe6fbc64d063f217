import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type {
  DeliveryError,
  DeliveryStatus,
  Webhook,
  WebhookDelivery,
  WebhookEventType,
} from "../../schemas/webhook.ts";

export interface NewWebhook {
  /** UUIDv7. */
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly policyIds: readonly string[] | null;
  readonly violation: 0 | 1 | null;
  readonly secret: string;
}

/** Absent properties stay unchanged. */
export type WebhookChanges = Partial<Omit<NewWebhook, "id" | "secret"> & { readonly enabled: boolean }>;

/** A delivery claimed for one attempt, with everything that sending needs. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly type: WebhookEventType;
  /** Null for a test, which has no record. */
  readonly record: VerdictRecord | null;
  readonly createdAt: Date;
  /** Counted from 1. Also distinguishes this claim from later ones. */
  readonly attempt: number;
  readonly url: string;
  /** The secret, and the previous one until it expires. Never logged. */
  readonly secrets: readonly string[];
}

export interface DeliveryFailure {
  readonly error: DeliveryError;
  readonly statusCode: number | null;
}

/** The outcome of one attempt. `gone` disables the endpoint, `released` undoes the claim. */
export type AttemptResult =
  | { readonly outcome: "delivered"; readonly statusCode: number }
  | { readonly outcome: "retry"; readonly failure: DeliveryFailure; readonly delayMs: number }
  | { readonly outcome: "dead"; readonly failure: DeliveryFailure }
  | { readonly outcome: "gone"; readonly failure: DeliveryFailure }
  | { readonly outcome: "released" };

export interface ClaimOptions {
  /** Concurrent attempts at one endpoint in this process. */
  readonly perWebhook: number;
  /** Attempts in progress by endpoint. */
  readonly running: ReadonlyMap<string, number>;
  /** After this time a claim counts as lost with its process. */
  readonly leaseMs: number;
}

export interface DeliveryListOptions {
  readonly webhookId: string;
  readonly status?: DeliveryStatus;
  readonly limit: number;
  /** Throws ServiceError invalid_cursor. */
  readonly after?: string;
}

/**
 * Endpoints, and the outbox of deliveries to them. VerdictStore commits a delivery in the transaction that settles its
 * record; it is made at least once while its endpoint is enabled.
 */
export interface WebhookStore {
  /** Null if there are `limit` endpoints already. */
  create(webhook: NewWebhook, limit: number): Promise<Webhook | null>;
  get(id: string): Promise<Webhook | null>;
  /** All, oldest first. */
  list(): Promise<readonly Webhook[]>;
  update(id: string, changes: WebhookChanges): Promise<Webhook | null>;
  /** Deletes the endpoint with its deliveries. False if the id is unknown. */
  delete(id: string): Promise<boolean>;
  /** Replaces the secret. The previous one also signs until `previousExpiresAt`. */
  rotateSecret(id: string, secret: string, previousExpiresAt: Date): Promise<Webhook | null>;
  enqueueTest(id: string): Promise<WebhookDelivery | null>;
  /** Newest first. */
  listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }>;
  /** Makes a delivery due now. A delivered or dead one gets a new series of attempts. */
  replay(deliveryId: string): Promise<WebhookDelivery | null>;
  /** Replays all dead deliveries of an endpoint. Returns how many. */
  replayDead(id: string): Promise<number>;
  /** Claims due deliveries of enabled endpoints that no other process has claimed, oldest first. */
  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]>;
  /** Stores the outcome. False, with nothing changed, if the claim was lost meanwhile. */
  finish(claimed: Pick<ClaimedDelivery, "id" | "attempt">, result: AttemptResult): Promise<boolean>;
  /** Counts pending deliveries to enabled endpoints. */
  countPending(): Promise<number>;
  /** Deletes older delivered deliveries and dead tests. Other dead ones are kept as long as their records. */
  deleteOld(createdBefore: Date): Promise<number>;
  /** Calls back when a process on the same database has committed deliveries that may be due. */
  onDue(listener: () => void): () => void;
}
