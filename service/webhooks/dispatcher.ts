import { setMaxListeners } from "node:events";
import type { AttemptResult, ClaimedDelivery, WebhookStore } from "./webhook-store.ts";
import type { Logger } from "../logger.ts";
import { WakeableLoop } from "../wakeable-loop.ts";
import { deliver, type DeliverOptions } from "./deliver.ts";
import { guardedLookup, type Resolve } from "./guarded-lookup.ts";
import { RETRY_DELAYS_MS } from "./retry-schedule.ts";
import { Sender } from "./send.ts";

/** Standard Webhooks recommends 15 to 30 seconds. */
const TIMEOUT_MS = 15_000;
/** Longer than an attempt and storing its outcome take. */
const LEASE_MS = 60_000;
/** Concurrent attempts at one endpoint in this process. */
const PER_WEBHOOK = 8;
/** Retries become due without a notification. */
const POLL_INTERVAL_MS = 1000;
const DELETE_INTERVAL_MS = 60_000;

export interface WebhookDispatcherOptions {
  readonly store: WebhookStore;
  readonly allowPrivate: boolean;
  /** How long delivered rows are kept. */
  readonly retentionMs: number;
  readonly userAgent: string;
  readonly logger: Pick<Logger, "info" | "warn" | "error">;
  readonly onAttempt: (outcome: AttemptResult["outcome"]) => void;
  /** Shorter times for tests. */
  readonly timing?: Partial<DispatcherTiming>;
  readonly resolve?: Resolve;
}

export interface DispatcherTiming {
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
  readonly leaseMs: number;
  readonly pollIntervalMs: number;
}

/**
 * Makes the deliveries of the outbox, at least once each. Any number of processes may dispatch from one database: a
 * delivery is claimed by one at a time, and becomes due again if its process is killed.
 */
export class WebhookDispatcher {
  readonly #options: WebhookDispatcherOptions;
  readonly #timing: DispatcherTiming;
  readonly #sender: Sender;
  readonly #deliverOptions: DeliverOptions;
  readonly #loop: WakeableLoop;
  /** Aborted at the end of the grace: ends the attempts in progress. */
  readonly #abort = new AbortController();
  readonly #running = new Map<string, Set<Promise<void>>>();
  #deletedAt = Number.NEGATIVE_INFINITY;
  #unsubscribe = (): void => undefined;

  constructor(options: WebhookDispatcherOptions) {
    const { allowPrivate, userAgent, resolve, timing } = options;
    this.#options = options;
    // Each attempt adds a listener; Node warns of a leak above ten.
    setMaxListeners(0, this.#abort.signal);
    this.#timing = {
      retryDelaysMs: RETRY_DELAYS_MS,
      timeoutMs: TIMEOUT_MS,
      leaseMs: LEASE_MS,
      pollIntervalMs: POLL_INTERVAL_MS,
      ...timing,
    };
    const lookup = allowPrivate ? null : guardedLookup(resolve);
    this.#sender = new Sender({ lookup, timeoutMs: this.#timing.timeoutMs });
    const { retryDelaysMs } = this.#timing;
    this.#deliverOptions = { sender: this.#sender, rules: { allowPrivate }, retryDelaysMs, userAgent };
    this.#loop = new WakeableLoop({
      turn: () => this.#turn(),
      onError: (error) => options.logger.error({ err: error }, "webhook deliveries were not claimed"),
      retryMs: this.#timing.pollIntervalMs,
    });
  }

  start(): void {
    this.#unsubscribe = this.#options.store.onDue(() => this.#loop.wake());
    this.#loop.start();
  }

  /** Lets attempts finish within the grace; the others are released, for another process to make. */
  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#unsubscribe();
    await this.#loop.close();
    const timer = setTimeout(() => this.#abort.abort(), graceMs);
    await Promise.all([...this.#running.values()].flatMap((attempts) => [...attempts]));
    clearTimeout(timer);
    this.#sender.close();
  }

  async #turn(): Promise<number> {
    const claimed = await this.#claim();
    await this.#deleteOldWhenDue();
    return claimed > 0 ? 0 : this.#timing.pollIntervalMs;
  }

  async #claim(): Promise<number> {
    const running = new Map([...this.#running].map(([id, attempts]) => [id, attempts.size]));
    const { leaseMs } = this.#timing;
    const claimed = await this.#options.store.claim({ perWebhook: PER_WEBHOOK, running, leaseMs });
    for (const delivery of claimed) this.#begin(delivery);
    return claimed.length;
  }

  #begin(claimed: ClaimedDelivery): void {
    const attempts = this.#running.get(claimed.webhookId) ?? new Set();
    this.#running.set(claimed.webhookId, attempts);
    const attempt = this.#attempt(claimed).finally(() => {
      attempts.delete(attempt);
      if (attempts.size === 0) this.#running.delete(claimed.webhookId);
      this.#loop.wake();
    });
    attempts.add(attempt);
  }

  async #attempt(claimed: ClaimedDelivery): Promise<void> {
    const { store, logger, onAttempt } = this.#options;
    // The record was deleted after its retention time, and the delivery with it.
    if (claimed.record === null && claimed.type !== "webhook.test") return;
    const result = await deliver(claimed, this.#deliverOptions, this.#abort.signal);
    const fields = { webhook_id: claimed.webhookId, delivery_id: claimed.id, attempt: claimed.attempt };
    if ("failure" in result) {
      const { error, statusCode } = result.failure;
      const failure = { ...fields, outcome: result.outcome, error, status: statusCode };
      logger.warn(failure, "webhook delivery failed");
    }
    try {
      if (await store.finish(claimed, result)) onAttempt(result.outcome);
    } catch (error) {
      // The lease expires, and the delivery is made again.
      logger.error({ ...fields, err: error }, "the outcome of a webhook delivery was not stored");
    }
  }

  async #deleteOldWhenDue(): Promise<void> {
    const { store, retentionMs, logger } = this.#options;
    if (performance.now() - this.#deletedAt < DELETE_INTERVAL_MS) return;
    this.#deletedAt = performance.now();
    const deleted = await store.deleteOld(new Date(Date.now() - retentionMs));
    if (deleted > 0) logger.info({ deleted }, "old webhook deliveries deleted");
  }
}
