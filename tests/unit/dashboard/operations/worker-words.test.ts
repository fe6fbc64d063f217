import { expect, it } from "vitest";
import { workerWords } from "../../../../dashboard/pages/operations/health/worker-words.ts";
import { exampleServiceState } from "../../../../schemas/operations/example-service-state.ts";
import type { ServiceProcess } from "../../../../schemas/service-state.ts";

const process = exampleServiceState.processes[0] as ServiceProcess;
const worker = process.worker as NonNullable<ServiceProcess["worker"]>;

it("is not all right when a worker judges after a failed self-test", () => {
  expect(workerWords(process)).toEqual({ ok: true, doubtful: false, words: "Judging" });
  const failed = { ...process, worker: { ...worker, busy: 0, self_test: "failed" as const } };
  expect(workerWords(failed)).toEqual({
    ok: true,
    doubtful: true,
    words: "Ready, nothing to do; self-test failed",
  });
  expect(workerWords({ ...failed, judges: false })).toMatchObject({ ok: false, words: "Cannot judge" });
  expect(workerWords({ ...failed, responds: false })).toMatchObject({ ok: false, words: "Does not respond" });
});
