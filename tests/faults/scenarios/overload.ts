import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, quantile, slowestHealthMs } from "../outcome.ts";
import type { Measure, Scenario } from "../scenario.ts";

const ENGINE_MS = 400;
const PLACES = 8;
/** Items per second that the one worker judges, if the machine keeps up. */
const CAPACITY = (PLACES * 1000) / ENGINE_MS;
const DEPLOYMENT = { engineMs: ENGINE_MS, atATime: PLACES, proxied: false };

const WAIT_SECONDS = 10;
const CALLER = { prefer: `wait=${WAIT_SECONDS}` };
const LIGHT = { name: "light", perSecond: 2, ...CALLER };

const CAPACITY_SHARE = 0.8;
const LIGHT_SHARE = 0.95;
const REFUSAL_MS = 250;
const HEALTH_MS = 1000;

/** More than the service can process, from keys with different loads. */
export const OVERLOAD_SCENARIOS: readonly Scenario[] = [
  {
    name: "overload",
    summary: "five times the capacity for two minutes, alongside a key with 2 requests a second",
    deployment: DEPLOYMENT,
    streams: [{ name: "callers", perSecond: 5 * CAPACITY, ...CALLER }, LIGHT],
    ...during(120),
    measures: (outcome) => [
      enoughAnswered(outcome),
      refusedQuickly(outcome),
      healthy(outcome),
      servedInShare(outcome, "light"),
    ],
  },
  {
    name: "flood-by-one-key",
    summary: "a key with 200 requests a second that wait for verdicts, alongside keys with 2 and 5 a second",
    deployment: DEPLOYMENT,
    streams: [
      { name: "flood", perSecond: 200, ...CALLER },
      LIGHT,
      { name: "second", perSecond: 5, ...CALLER },
    ],
    ...during(30),
    measures: (outcome) => [
      healthy(outcome),
      servedInShare(outcome, "light"),
      servedInShare(outcome, "second"),
    ],
  },
  {
    name: "async-flood",
    summary: "a key with 200 asynchronous requests a second, alongside a key with 2 a second",
    deployment: { ...DEPLOYMENT, env: { GAVEL_MAX_QUEUE_DEPTH: "500" } },
    streams: [{ name: "flood", perSecond: 200, prefer: "respond-async" }, LIGHT],
    ...during(30),
    measures: (outcome) => [healthy(outcome), servedInShare(outcome, "light")],
  },
  {
    name: "batch-and-interactive",
    summary: "100 asynchronous items a second of priority batch, alongside a key with 2 a second",
    deployment: { ...DEPLOYMENT, env: { GAVEL_MAX_QUEUE_DEPTH: "500" } },
    streams: [{ name: "batch", perSecond: 100, prefer: "respond-async", priority: "batch" }, LIGHT],
    ...during(30),
    measures: (outcome) => [healthy(outcome), servedInShare(outcome, "light")],
  },
  {
    name: "impatient",
    summary: "five times the capacity from callers who request a wait of 30 s and disconnect after 5 s",
    deployment: DEPLOYMENT,
    streams: [
      { name: "callers", perSecond: 5 * CAPACITY, prefer: "wait=30", hangUpSeconds: 5 },
      { ...LIGHT, hangUpSeconds: 5 },
    ],
    ...during(60),
    measures: (outcome) => [enoughAnswered(outcome), healthy(outcome), servedInShare(outcome, "light")],
  },
];

/** Nothing fails here: the fault is the load itself, and requests are refused as long as it lasts. */
function during(seconds: number): Pick<Scenario, "warmUpSeconds" | "fault" | "settleSeconds" | "mayRefuse"> {
  return { warmUpSeconds: 0, fault: () => sleep(seconds * 1000), settleSeconds: 0, mayRefuse: true };
}

function enoughAnswered({ sent, faultBeganAt, faultEndedAt }: Outcome): Measure {
  const judged = sent.filter(
    ({ status, sentAt, answeredAt }) => status === 200 && answeredAt - sentAt <= WAIT_SECONDS * 1000,
  ).length;
  const possible = (CAPACITY * (faultEndedAt - faultBeganAt)) / 1000;
  return {
    holds: judged >= CAPACITY_SHARE * possible,
    sentence: `${judged} requests got a verdict in time, ${percent(judged, possible)} of the capacity`,
  };
}

function refusedQuickly({ sent }: Outcome): Measure {
  const times = sent
    .filter(({ status }) => status === 429 || status === 503)
    .map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  const p95 = quantile(times, 0.95);
  return {
    holds: p95 <= REFUSAL_MS,
    sentence: `${times.length} requests were refused, within ${p95.toFixed(0)} ms (p95)`,
  };
}

function healthy(outcome: Outcome): Measure {
  const slowest = slowestHealthMs(outcome);
  return {
    holds: slowest <= HEALTH_MS,
    sentence: `health endpoints responded within ${slowest.toFixed(0)} ms`,
  };
}

function servedInShare({ sent }: Outcome, stream: string): Measure {
  const own = sent.filter((one) => one.stream === stream);
  const judged = own.filter(({ status }) => status === 200).length;
  return {
    holds: judged >= LIGHT_SHARE * own.length,
    sentence: `${stream} got ${judged} of its ${own.length} requests (${percent(judged, own.length)})`,
  };
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`;
}
