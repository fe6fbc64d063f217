import { setTimeout as sleep } from "node:timers/promises";
import type { Constellation } from "../constellation.ts";
import { expectNotReady } from "../outcome.ts";
import { MODEST, type Scenario } from "../scenario.ts";

/** How workers fail, under load. */
export const WORKER_SCENARIOS: readonly Scenario[] = [
  {
    name: "worker-freeze",
    check: expectNotReady,
    summary: "the only worker is frozen for 10 s (SIGSTOP) and then continues",
    streams: MODEST,
    fault: async (stage) => {
      signalWorkers(stage, "SIGSTOP");
      await sleep(10_000);
      signalWorkers(stage, "SIGCONT");
    },
  },
  {
    name: "worker-kill",
    summary: "the only worker is killed (SIGKILL), and another starts 3 s later",
    streams: MODEST,
    fault: async (stage) => {
      signalWorkers(stage, "SIGKILL");
      await sleep(3000);
      await stage.revive();
    },
    settleSeconds: 25,
    mayEnd: true,
  },
];

function signalWorkers({ workers }: Constellation, signal: NodeJS.Signals): void {
  for (const { process } of workers) process.kill(signal);
}
