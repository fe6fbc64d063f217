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

/** Absent: stays as it is. */
export type WebhookChanges = Partial<Omit<NewWebhook, "id" | "secret"> & { readonly enabled: boolean }>;

/** A delivery taken for one attempt, with all that sending it needs. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly type: WebhookEventType;
  /** Null for a test, which is about no record. */
  readonly record: VerdictRecord | null;
  readonly createdAt: Date;
  /** Counted from 1; also what tells this claim from a later one. */
  readonly attempt: number;
  readonly url: string;
  /** The secret, and until it expires the one before. Never to be logged. */
  readonly secrets: readonly string[];
}

export interface DeliveryFailure {
  readonly error: DeliveryError;
  readonly statusCode: number | null;
}

/** What became of one attempt. `gone` gives up on the endpoint, `released` undoes the claim. */
export type AttemptResult =
  | { readonly outcome: "delivered"; readonly statusCode: number }
  | { readonly outcome: "retry"; readonly failure: DeliveryFailure; readonly delayMs: number }
  | { readonly outcome: "dead"; readonly failure: DeliveryFailure }
  | { readonly outcome: "gone"; readonly failure: DeliveryFailure }
  | { readonly outcome: "released" };

export interface ClaimOptions {
  /** How many attempts at one endpoint may run at a time in this process. */
  readonly perWebhook: number;
  /** Attempts running now, by endpoint. */
  readonly running: ReadonlyMap<string, number>;
  /** After this long a claim counts as lost with its process. */
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
 * Endpoints, and the outbox of deliveries to them. A delivery is committed by VerdictStore in the
 * transaction that settles its record, and is made at least once as long as its endpoint is enabled.
 */
export interface WebhookStore {
  /** Null where there are `limit` endpoints already. */
  create(webhook: NewWebhook, limit: number): Promise<Webhook | null>;
  get(id: string): Promise<Webhook | null>;
  /** All, oldest first. */
  list(): Promise<readonly Webhook[]>;
  update(id: string, changes: WebhookChanges): Promise<Webhook | null>;
  /** With its deliveries. False where there is no such endpoint. */
  delete(id: string): Promise<boolean>;
  /** The secret until now signs too until `previousExpiresAt`. */
  rotateSecret(id: string, secret: string, previousExpiresAt: Date): Promise<Webhook | null>;
  enqueueTest(id: string): Promise<WebhookDelivery | null>;
  /** Newest first. */
  listDeliveries(
    options: DeliveryListOptions,
  ): Promise<{ readonly deliveries: readonly WebhookDelivery[]; readonly nextCursor: string | null }>;
  /** Makes it due now; a delivered or dead one gets a whole new series of attempts. */
  replay(deliveryId: string): Promise<WebhookDelivery | null>;
  /** All dead deliveries of an endpoint: how many. */
  replayDead(id: string): Promise<number>;
  /** Due deliveries of enabled endpoints, that no other process has claimed, oldest first. */
  claim(options: ClaimOptions): Promise<readonly ClaimedDelivery[]>;
  /** False where the claim was lost meanwhile: nothing is changed then. */
  finish(claimed: Pick<ClaimedDelivery, "id" | "attempt">, result: AttemptResult): Promise<boolean>;
  /** Deliveries still to be made to enabled endpoints. */
  countPending(): Promise<number>;
  /** Removes delivered ones, and dead tests, of before. Other dead ones stay as long as their records. */
  deleteOld(createdBefore: Date): Promise<number>;
  /** Calls back when deliveries may have come due, committed by any process on the same database. */
  onDue(listener: () => void): () => void;
}
