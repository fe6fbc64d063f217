import type { AttemptResult, ClaimedDelivery, WebhookStore } from "./webhook-store.ts";
import type { Logger } from "../logger.ts";
import { deliver, type DeliverOptions } from "./deliver.ts";
import { guardedLookup, type Resolve } from "./guarded-lookup.ts";
import { RETRY_DELAYS_MS } from "./retry-schedule.ts";
import { Sender } from "./send.ts";

/** Between 15 and 30 seconds by Standard Webhooks. */
const TIMEOUT_MS = 15_000;
/** Longer than an attempt takes with its bookkeeping. */
const LEASE_MS = 60_000;
/** Attempts at one endpoint at a time in this process. */
const PER_WEBHOOK = 8;
/** Retries come due without anybody saying so. */
const LOOK_INTERVAL_MS = 1000;
const CLEAN_INTERVAL_MS = 60_000;

export interface WebhookDispatcherOptions {
  readonly store: WebhookStore;
  readonly allowPrivate: boolean;
  /** How long delivered rows are kept. */
  readonly retentionMs: number;
  readonly userAgent: string;
  readonly logger: Pick<Logger, "info" | "warn" | "error">;
  readonly onAttempt: (outcome: AttemptResult["outcome"]) => void;
  /** For tests: what waits for a day otherwise. */
  readonly timing?: Partial<DispatcherTiming>;
  readonly resolve?: Resolve;
}

export interface DispatcherTiming {
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
  readonly leaseMs: number;
  readonly lookIntervalMs: number;
}

/**
 * Makes the deliveries of the outbox, at least once each. Any number of processes may dispatch from one
 * database: a delivery is claimed by one at a time, and one whose process was killed comes due again.
 */
export class WebhookDispatcher {
  readonly #options: WebhookDispatcherOptions;
  readonly #timing: DispatcherTiming;
  readonly #sender: Sender;
  readonly #deliverOptions: DeliverOptions;
  /** Ends the looking; then, after the grace, the sending. */
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  readonly #running = new Map<string, Set<Promise<void>>>();
  #loop: Promise<void> = Promise.resolve();
  #wake = (): void => undefined;
  #woken = false;
  #cleanedAt = Number.NEGATIVE_INFINITY;
  #unsubscribe = (): void => undefined;

  constructor(options: WebhookDispatcherOptions) {
    const { allowPrivate, userAgent, resolve, timing } = options;
    this.#options = options;
    this.#timing = {
      retryDelaysMs: RETRY_DELAYS_MS,
      timeoutMs: TIMEOUT_MS,
      leaseMs: LEASE_MS,
      lookIntervalMs: LOOK_INTERVAL_MS,
      ...timing,
    };
    const lookup = allowPrivate ? null : guardedLookup(resolve);
    this.#sender = new Sender({ lookup, timeoutMs: this.#timing.timeoutMs });
    const { retryDelaysMs } = this.#timing;
    this.#deliverOptions = { sender: this.#sender, rules: { allowPrivate }, retryDelaysMs, userAgent };
  }

  start(): void {
    this.#unsubscribe = this.#options.store.onDue(() => this.#look());
    this.#loop = this.#run();
  }

  /** Lets attempts finish within the grace; those that do not are given back for another process to make. */
  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#unsubscribe();
    this.#stop.abort();
    this.#look();
    await this.#loop;
    const timer = setTimeout(() => this.#abort.abort(), graceMs);
    await Promise.all([...this.#running.values()].flatMap((attempts) => [...attempts]));
    clearTimeout(timer);
    this.#sender.close();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      let found = 0;
      try {
        found = await this.#claim();
        await this.#cleanNowAndThen();
      } catch (error) {
        this.#options.logger.error({ err: error }, "webhook deliveries were not claimed");
      }
      if (found === 0) await this.#sleep();
    }
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
      this.#look();
    });
    attempts.add(attempt);
  }

  async #attempt(claimed: ClaimedDelivery): Promise<void> {
    const { store, logger, onAttempt } = this.#options;
    // Gone with its retention time, and the delivery with it.
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
      // Its lease ends, and it is delivered again.
      logger.error({ ...fields, err: error }, "the outcome of a webhook delivery was not stored");
    }
  }

  async #cleanNowAndThen(): Promise<void> {
    const { store, retentionMs, logger } = this.#options;
    if (performance.now() - this.#cleanedAt < CLEAN_INTERVAL_MS) return;
    this.#cleanedAt = performance.now();
    const deleted = await store.deleteOld(new Date(Date.now() - retentionMs));
    if (deleted > 0) logger.info({ deleted }, "old webhook deliveries removed");
  }

  #look(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Until somebody says that there is something to do, or long enough. */
  async #sleep(): Promise<void> {
    if (this.#woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#timing.lookIntervalMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }
}
