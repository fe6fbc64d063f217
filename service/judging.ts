import type { Engine } from "../engine/engine.ts";
import { pause } from "../engine/waiting/pause.ts";
import type { ClassifyWorker } from "./judging/classify-queue.ts";
import type { WorkerBeat } from "./health/worker-beat.ts";
import { selfTest, type SelfTestResult } from "./judging/self-test.ts";
import type { Config } from "./config/config.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { type Check, ownEngineCheck } from "./health/readiness.ts";

const READY_CHECK_MS = 500;

export interface JudgingDependencies {
  readonly config: Pick<Config, "engine" | "shutdown">;
  readonly engine: Engine;
  /** Items judged at a time, once the engine has told how many it gains from. */
  readonly placesFor: (maxConcurrency: number) => number;
  readonly createWorker: (places: number) => ClassifyWorker;
  readonly createBeat: (places: number) => WorkerBeat;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The judging side of a process: the engine, its self-test, and the worker that feeds it. */
export class Judging {
  readonly #deps: JudgingDependencies;
  readonly #closing = new AbortController();
  #worker: ClassifyWorker | null = null;
  #beat: WorkerBeat | null = null;
  #selfTest: SelfTestResult | null = null;

  constructor(deps: JudgingDependencies) {
    this.#deps = deps;
    deps.engine.onRestart(() => {
      deps.metrics.countEngineRestart();
      deps.logger.warn({}, "the engine is back");
      void this.#runSelfTest();
    });
  }

  /** Loads the model, runs the self-test, then takes items. Rejects where the engine never will be there. */
  async start(): Promise<void> {
    const { engine, placesFor, createWorker, createBeat, logger } = this.#deps;
    await engine.start();
    const { model, engine: kind, engineVersion, maxConcurrency, warning } = engine.info();
    logger.info({ model, engine: kind, engine_version: engineVersion, warning }, "engine ready");
    await this.#runSelfTest();
    const closing = this.#closing.signal;
    while (!this.canJudge() && !closing.aborted) await pause(READY_CHECK_MS, closing);
    if (closing.aborted) return;
    const places = placesFor(maxConcurrency);
    this.#worker = createWorker(places);
    await this.#worker.start();
    this.#beat = createBeat(places);
    await this.#beat.start();
  }

  /** False while the engine is away, or has not passed the self-test where that is required. */
  canJudge(): boolean {
    const { engine, config } = this.#deps;
    const trusted = !config.engine.requireSelfTest || this.#selfTest?.passed === true;
    return trusted && engine.health().status === "ready";
  }

  check(): Check {
    return ownEngineCheck(this.#deps.engine, this.#selfTest, this.#deps.config.engine.requireSelfTest);
  }

  /** Lets running items finish within the grace, then gives them back. */
  async close(): Promise<void> {
    this.#closing.abort();
    const { graceMs } = this.#deps.config.shutdown;
    await this.#beat?.close();
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
    else logger.error(fields, "self-test not passed: check the model before trusting its verdicts");
  }
}
