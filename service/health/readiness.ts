import type { Engine } from "../../engine/engine.ts";
import type { Judge } from "./heartbeat-store.ts";
import type { SelfTestResult } from "../judging/self-test.ts";

export interface Check {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: { readonly engine: Check; readonly queue: Check; readonly database: Check };
}

/** The engine of this process is ready if its self-test has run, and has passed if that is required. */
export function ownEngineCheck(engine: Engine, selfTest: SelfTestResult | null, requirePass: boolean): Check {
  const health = engine.health();
  if (health.status !== "ready") return { ok: false, detail: `${health.status}: ${health.detail}` };
  if (selfTest === null) return { ok: false, detail: "the self-test is running" };
  const warning = engine.info().warning;
  const detail = `self-test ${selfTest.passed ? "passed" : "failed"}: ${selfTest.detail}`;
  return {
    ok: selfTest.passed || !requirePass,
    detail: warning === null ? detail : `${detail}; ${warning}`,
  };
}

/** The engines of other processes, according to the heartbeats of their workers. */
export function workersCheck(workers: readonly Judge[]): Check {
  const judging = workers.filter(({ judges }) => judges).length;
  if (judging > 0) return { ok: true, detail: `${judging} of ${workers.length} workers can judge` };
  const reasons = [...new Set(workers.map(({ detail }) => detail))].join("; ");
  return {
    ok: false,
    detail: `no worker can judge: ${workers.length === 0 ? "no worker has sent a heartbeat" : reasons}`,
  };
}
