import type { Engine } from "../../engine/engine.ts";
import type { Check } from "../health/readiness.ts";
import type { SelfTestResult } from "./self-test.ts";

/** Checks that the engine is ready and its self-test has run, and has passed if that is required. */
export function checkEngine(engine: Engine, selfTest: SelfTestResult | null, requirePass: boolean): Check {
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
