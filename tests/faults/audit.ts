/** The outcome of everything that was accepted, once the service has had time to settle it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { isSettled } from "../../service/judging/settled-waiters.ts";
import type { ServiceProcess } from "../helpers/service-process.ts";
import type { Constellation } from "./constellation.ts";
import type { Sent } from "./load.ts";

export interface Audit {
  readonly accepted: number;
  readonly completed: number;
  /** Accepted and ended without a verdict, with a reason. */
  readonly failed: number;
  /** Accepted, and there is no record, or it never ended. */
  readonly lost: number;
  /** Settled more than once, or one id for two items. */
  readonly doubled: number;
  /**
   * Reported as safe, in a response or a record, although its content violates; or without evidence that it was judged.
   */
  readonly unjudgedSafe: number;
}

/** Longest time for what is unsettled to settle after the load has ended. */
const DRAIN_MS = 90_000;

/** `judges` are all processes that may have settled items, including those that have ended. */
export async function auditOf(
  stage: Constellation,
  judges: readonly ServiceProcess[],
  sent: readonly Sent[],
): Promise<Audit> {
  const accepted = sent.filter(({ id }) => id !== null);
  const ids = accepted.map(({ id }) => id ?? "");
  const records = await settledRecords(stage, ids);
  const ended = accepted.flatMap(({ id, ...rest }) => {
    const record = records.get(id ?? "");
    return record === undefined || !isSettled(record) ? [] : [{ ...rest, record }];
  });
  const completed = ended.filter(({ record }) => record.status === "completed");
  const answers = accepted.filter(({ verdict, violation }) => verdict === 0 && violation === 1);
  const kept = completed.filter(
    ({ record, violation }) =>
      record.verdict?.violation === 0 && (violation === 1 || record.model === null || record.usage === null),
  );
  return {
    accepted: accepted.length,
    completed: completed.length,
    failed: ended.length - completed.length,
    lost: accepted.length - ended.length,
    doubled: ids.length - new Set(ids).size + judgedTwice(judges),
    unjudgedSafe: answers.length + kept.length,
  };
}

async function settledRecords(
  stage: Constellation,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VerdictRecord>> {
  const end = performance.now() + DRAIN_MS;
  for (;;) {
    const records = new Map((await stage.client.verdicts()).map((record) => [record.id, record]));
    const waiting = ids.some((id) => {
      const record = records.get(id);
      return record === undefined || !isSettled(record);
    });
    if (!waiting || performance.now() > end) return records;
    await sleep(1000);
  }
}

/** "judged" is logged by the process that settled an item, so two lines would mean settled twice. */
function judgedTwice(judges: readonly ServiceProcess[]): number {
  const output = judges.map((judge) => judge.output()).join("\n");
  const ids = [...output.matchAll(/"verdict_id":"([^"]+)"[^\n]*"msg":"judged"/g)].map(([, id]) => id);
  return ids.length - new Set(ids).size;
}
