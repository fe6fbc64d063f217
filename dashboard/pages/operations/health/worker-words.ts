import type { ServiceProcess } from "../service-state.ts";

/** Whether a worker judges, and in words. */
export function workerWords({ responds, judges, worker }: ServiceProcess): {
  readonly ok: boolean;
  readonly words: string;
} {
  if (!responds) return { ok: false, words: "Does not respond" };
  if (judges !== true) return { ok: false, words: "Cannot judge" };
  return { ok: true, words: worker?.busy === 0 ? "Ready, nothing to do" : "Judging" };
}
