import type { ServiceProcess } from "../service-state.ts";

export interface WorkerWords {
  readonly ok: boolean;
  /** It judges, but its verdicts cannot be trusted. */
  readonly doubtful: boolean;
  readonly words: string;
}

/** Whether a worker can judge, with the state in words. */
export function workerWords(process: ServiceProcess): WorkerWords {
  const { responds, judges, worker } = process;
  if (!responds) return { ok: false, doubtful: false, words: "Does not respond" };
  if (judges !== true) return { ok: false, doubtful: false, words: "Cannot judge" };
  const doing = worker?.busy === 0 ? "Ready, nothing to do" : "Judging";
  if (!isDoubtful(process)) return { ok: true, doubtful: false, words: doing };
  return { ok: true, doubtful: true, words: `${doing}; self-test failed` };
}

/** Whether a process judges although its engine failed the self-test with known items. */
export function isDoubtful({ responds, judges, worker }: ServiceProcess): boolean {
  return responds && judges === true && worker?.self_test === "failed";
}
