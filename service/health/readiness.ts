import type { Judge } from "./heartbeat-store.ts";

export interface Check {
  readonly ok: boolean;
  readonly detail?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: { readonly engine: Check; readonly queue: Check; readonly database: Check };
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
