import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Outcome } from "../faults/outcome.ts";
import { runScenario } from "../faults/run-scenario.ts";
import type { Scenario } from "../faults/scenario.ts";
import { faultsOf } from "../faults/verify-outcome.ts";

/** One worker with two slots, so that a few requests exceed it, and callers that wait long enough on any machine. */
const DEPLOYMENT = { apis: 2, engineMs: 400, atATime: 2, proxied: false };
const LIGHT = { name: "light", perSecond: 0.5, prefer: "wait=60" };
const DURING = {
  warmUpSeconds: 0,
  fault: () => sleep(12_000),
  settleSeconds: 0,
  mayRefuse: true,
  deployment: DEPLOYMENT,
};

function of({ sent }: Outcome, stream: string): Outcome["sent"] {
  return sent.filter((one) => one.stream === stream);
}

it.each<Scenario>([
  {
    ...DURING,
    name: "a flood of waiting callers",
    summary: "",
    streams: [{ name: "flood", perSecond: 25, prefer: "wait=10" }, LIGHT],
  },
  {
    ...DURING,
    name: "an asynchronous flood",
    summary: "",
    deployment: { ...DEPLOYMENT, env: { GAVEL_MAX_QUEUE_DEPTH: "100" } },
    streams: [{ name: "flood", perSecond: 25, prefer: "respond-async" }, LIGHT],
  },
])(
  "$name by one key: it is partly refused, nothing is lost, and another key gets all its verdicts",
  async (scenario) => {
    const outcome = await runScenario(scenario);
    expect(faultsOf(scenario, outcome)).toEqual([]);
    const refused = of(outcome, "flood").filter(({ status }) => status === 429 || status === 503);
    expect(refused.length).toBeGreaterThan(50);
    for (const { retryAfter } of refused) expect(Number(retryAfter)).toBeGreaterThan(0);
    const light = of(outcome, "light");
    expect(light.length).toBeGreaterThan(3);
    expect(light.map(({ status }) => status)).toEqual(light.map(() => 200));
  },
);
