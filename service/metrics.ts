import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Usage } from "../engine/engine.ts";

/** Values that are read at each scrape. */
export interface GaugeSources {
  readonly queueCounts: () => Promise<{
    readonly waiting: number;
    readonly delayed: number;
    readonly active: number;
  }>;
  readonly unsettled: () => Promise<number>;
  readonly pendingDeliveries: () => Promise<number>;
  readonly batches: () => Promise<Readonly<Record<string, number>>>;
}

/**
 * Prometheus metrics. Labels have bounded values: route patterns, policy ids, error codes; never content or ids of
 * items.
 */
export class Metrics {
  readonly #registry = new Registry();

  readonly #requests = new Histogram({
    name: "gavel_http_request_duration_seconds",
    help: "HTTP requests by method, route pattern and status.",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [this.#registry],
  });
  readonly #verdicts = new Counter({
    name: "gavel_verdicts_total",
    help: "Items settled by this process, by policy and outcome: violation, no_violation, or the code of the failure. Items that share a judgement count once.",
    labelNames: ["policy", "outcome"] as const,
    registers: [this.#registry],
  });
  readonly #queueWait = new Histogram({
    name: "gavel_queue_wait_seconds",
    help: "Time from acceptance to the start of judging.",
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800],
    registers: [this.#registry],
  });
  readonly #engineTime = new Histogram({
    name: "gavel_engine_seconds",
    help: "Time in the engine for one attempt at one item.",
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers: [this.#registry],
  });
  readonly #tokens = new Counter({
    name: "gavel_tokens_total",
    help: "Tokens by kind. cached is the part of prompt that came from the prefix cache.",
    labelNames: ["kind"] as const,
    registers: [this.#registry],
  });
  readonly #retries = new Counter({
    name: "gavel_attempts_retried_total",
    help: "Failed attempts that are retried, by code.",
    labelNames: ["code"] as const,
    registers: [this.#registry],
  });
  readonly #cacheLookups = new Counter({
    name: "gavel_verdict_cache_total",
    help: "Items of requests, not of batches, under policies with a verdict cache: hit reuses a verdict, miss is judged.",
    labelNames: ["outcome"] as const,
    registers: [this.#registry],
  });
  readonly #deliveries = new Counter({
    name: "gavel_webhook_deliveries_total",
    help: "Attempts at webhook deliveries by outcome: delivered, retry, dead, gone, or released because the process closes.",
    labelNames: ["outcome"] as const,
    registers: [this.#registry],
  });
  readonly #engineRestarts = new Counter({
    name: "gavel_engine_restarts_total",
    help: "Restarts of the engine after it was lost.",
    registers: [this.#registry],
  });
  readonly #selfTest = new Gauge({
    name: "gavel_engine_self_test_passed",
    help: "1 if the last self-test judged both known items correctly, 0 if not.",
    registers: [this.#registry],
  });

  constructor(sources?: GaugeSources) {
    collectDefaultMetrics({ register: this.#registry });
    if (sources === undefined) return;
    this.#readAtScrape("gavel_queue_jobs", "Jobs in the queue by state.", "state", sources.queueCounts);
    this.#readAtScrape("gavel_batches", "Batches by status.", "status", sources.batches);
    this.#readAtScrape(
      "gavel_unsettled_items",
      "Accepted items that are not settled.",
      null,
      sources.unsettled,
    );
    this.#readAtScrape(
      "gavel_webhook_pending",
      "Pending webhook deliveries to enabled endpoints.",
      null,
      sources.pendingDeliveries,
    );
  }

  /**
   * Registers a gauge that is read at each scrape. If reading fails it keeps its last value: an unavailable store must
   * not affect other metrics.
   */
  #readAtScrape(
    name: string,
    help: string,
    label: string | null,
    read: () => Promise<number | Readonly<Record<string, number>>>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: label === null ? [] : [label],
      registers: [this.#registry],
      async collect() {
        const value = await read().catch(() => null);
        if (typeof value === "number") {
          this.set(value);
        } else {
          for (const [state, count] of Object.entries(value ?? {})) this.set({ [label ?? ""]: state }, count);
        }
      },
    });
  }

  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void {
    const { method, route, status, seconds } = request;
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  observeQueueWait(seconds: number): void {
    this.#queueWait.observe(seconds);
  }

  observeGeneration(seconds: number, usage: Usage): void {
    this.#engineTime.observe(seconds);
    this.#tokens.inc({ kind: "prompt" }, usage.promptTokens);
    this.#tokens.inc({ kind: "cached" }, usage.cachedTokens);
    this.#tokens.inc({ kind: "reasoning" }, usage.reasoningTokens);
    this.#tokens.inc({ kind: "completion" }, usage.completionTokens);
  }

  countVerdict(policy: string, outcome: string): void {
    this.#verdicts.inc({ policy, outcome });
  }

  countRetry(code: string): void {
    this.#retries.inc({ code });
  }

  countCacheLookup(outcome: "hit" | "miss"): void {
    this.#cacheLookups.inc({ outcome });
  }

  countDelivery(outcome: string): void {
    this.#deliveries.inc({ outcome });
  }

  countEngineRestart(): void {
    this.#engineRestarts.inc();
  }

  setSelfTest(passed: boolean): void {
    this.#selfTest.set(passed ? 1 : 0);
  }

  /** Returns the exposition text of a scrape. */
  async text(): Promise<{ readonly contentType: string; readonly body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
