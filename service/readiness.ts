import type { Engine } from "../engine/engine.ts";
import type { ClassifyQueue } from "./classify/classify-queue.ts";
import type { SelfTestResult } from "./classify/self-test.ts";

const ANSWER_WITHIN_MS = 2000;

export interface Check {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: { readonly engine: Check; readonly queue: Check; readonly database: Check };
}

/** What this process knows of the engine: its own, or that workers elsewhere are there. */
export type EngineCheck = () => Promise<Check> | Check;

/** Ready where engine, queue and database all are. Answers within about two seconds, whatever hangs. */
export async function readiness(
  engine: EngineCheck,
  queue: Pick<ClassifyQueue, "ping">,
  database: { ping(): Promise<void> },
): Promise<Readiness> {
  const [engineCheck, queueCheck, databaseCheck] = await Promise.all([
    within(async () => engine()),
    within(() => answers(queue)),
    within(() => answers(database)),
  ]);
  return {
    ready: engineCheck.ok && queueCheck.ok && databaseCheck.ok,
    checks: { engine: engineCheck, queue: queueCheck, database: databaseCheck },
  };
}

/** An engine in this process: there, and its self-test has run; passed too, where that is required. */
export function ownEngineCheck(engine: Engine, selfTest: SelfTestResult | null, requirePass: boolean): Check {
  const health = engine.health();
  if (health.status !== "ready") return { ok: false, detail: `${health.status}: ${health.detail}` };
  if (selfTest === null) return { ok: false, detail: "the self-test is running" };
  const warning = engine.info().warning;
  const detail = `self-test ${selfTest.passed ? "passed" : "not passed"}: ${selfTest.detail}`;
  return {
    ok: selfTest.passed || !requirePass,
    detail: warning === null ? detail : `${detail}; ${warning}`,
  };
}

/** Engines in other processes: a worker connects to the queue only once its engine is ready. */
export async function remoteEngineCheck(queue: Pick<ClassifyQueue, "workers">): Promise<Check> {
  const workers = await queue.workers();
  return workers > 0
    ? { ok: true, detail: `${workers} workers` }
    : { ok: false, detail: "no worker is connected" };
}

async function answers(part: { ping(): Promise<void> }): Promise<Check> {
  await part.ping();
  return { ok: true };
}

async function within(check: () => Promise<Check>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, { ok: false, detail: "does not answer" });
  });
  try {
    return await Promise.race([check().catch(() => ({ ok: false, detail: "does not answer" })), late]);
  } finally {
    clearTimeout(timer);
  }
}
