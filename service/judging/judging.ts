import type { Engine } from "../../engine/engine.ts";
import { pause } from "../../engine/waiting/pause.ts";
import type { Config } from "../config/config.ts";
import type { WorkerReport } from "../../schemas/service-state.ts";
import type { Check } from "../health/readiness.ts";
import type { WorkerHeartbeat } from "./worker-heartbeat.ts";
import type { Logger } from "../logger.ts";
import type { Metrics } from "../metrics.ts";
import type { ClassifyWorker } from "./classify-queue.ts";
import { checkEngine } from "./engine-check.ts";
import { engineReport } from "./engine-report.ts";
import { selfTest, type SelfTestResult } from "./self-test.ts";
import type { ServiceRate } from "./service-rate.ts";
import type { TokenRate } from "./token-rate.ts";

const READY_CHECK_MS = 500;

export interface JudgingDependencies {
  readonly config: Pick<Config, "engine" | "shutdown">;
  readonly engine: Engine;
  /** How many items are judged at a time, given how many the engine can use. */
  readonly slotsFor: (maxConcurrency: number) => number;
  readonly createWorker: (slots: number) => ClassifyWorker;
  readonly createHeartbeat: (slots: number) => WorkerHeartbeat;
  readonly rate: Pick<ServiceRate, "busy" | "perSecond">;
  readonly tokens: Pick<TokenRate, "perSecond">;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The judging side of a process: the engine, its self-test, and the worker that feeds it. */
export class Judging {
  readonly #deps: JudgingDependencies;
  readonly #closing = new AbortController();
  #worker: ClassifyWorker | null = null;
  #heartbeat: WorkerHeartbeat | null = null;
  #selfTest: SelfTestResult | null = null;
  /** Null until the engine has started and items are taken. */
  #slots: number | null = null;
  #isStarted = false;
  #restarts = 0;

  constructor(deps: JudgingDependencies) {
    this.#deps = deps;
    deps.engine.onRestart(() => {
      this.#restarts += 1;
      deps.metrics.countEngineRestart();
      deps.logger.warn({}, "the engine has restarted");
      void this.#runSelfTest();
    });
  }

  /** Loads the model, runs the self-test, then takes items. Rejects if the engine can never be ready. */
  async start(): Promise<void> {
    const { engine, slotsFor, createWorker, createHeartbeat, logger } = this.#deps;
    await engine.start();
    this.#isStarted = true;
    const { model, weightsSha256, engine: kind, engineVersion, maxConcurrency, warning } = engine.info();
    logger.info(
      { model, weights_sha256: weightsSha256, engine: kind, engine_version: engineVersion, warning },
      "engine ready",
    );
    await this.#runSelfTest();
    const closing = this.#closing.signal;
    while (!this.canJudge() && !closing.aborted) await pause(READY_CHECK_MS, closing);
    if (closing.aborted) return;
    const slots = slotsFor(maxConcurrency);
    this.#slots = slots;
    this.#worker = createWorker(slots);
    await this.#worker.start();
    this.#heartbeat = createHeartbeat(slots);
    await this.#heartbeat.start();
  }

  /** False while the engine is unavailable, or has not passed the self-test if that is required. */
  canJudge(): boolean {
    const { engine, config } = this.#deps;
    const trusted = !config.engine.requireSelfTest || this.#selfTest?.passed === true;
    return trusted && engine.health().status === "ready";
  }

  check(): Check {
    return checkEngine(this.#deps.engine, this.#selfTest, this.#deps.config.engine.requireSelfTest);
  }

  /** The report for operators. */
  report(): WorkerReport {
    const { engine, rate, tokens } = this.#deps;
    return {
      slots: this.#slots,
      busy: rate.busy,
      items_per_second: this.#slots === null ? null : rate.perSecond(this.#slots),
      tokens_per_second: tokens.perSecond(),
      self_test: this.#selfTest === null ? null : this.#selfTest.passed ? "passed" : "failed",
      engine: this.#isStarted ? engineReport(engine, this.#restarts) : null,
    };
  }

  /** Lets running items finish within the grace, then returns them to the queue. */
  async close(): Promise<void> {
    this.#closing.abort();
    const { graceMs } = this.#deps.config.shutdown;
    await this.#heartbeat?.close();
    await this.#worker?.close({ graceMs });
    await this.#deps.engine.close({ graceMs: 0 });
  }

  async #runSelfTest(): Promise<void> {
    const { engine, config, metrics, logger } = this.#deps;
    this.#selfTest = null;
    const result = await selfTest(engine, config.engine, this.#closing.signal);
    this.#selfTest = result;
    metrics.setSelfTest(result.passed);
    const fields = { passed: result.passed, detail: result.detail };
    if (result.passed || engine.info().warning !== null) logger.info(fields, "self-test");
    else logger.error(fields, "self-test failed: check the model before you trust its verdicts");
  }
}
