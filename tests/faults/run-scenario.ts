import { setTimeout as sleep } from "node:timers/promises";
import { auditOf } from "./audit.ts";
import { ADMIN_KEY, startConstellation } from "./constellation.ts";
import { HealthWatch } from "./health-watch.ts";
import { Load } from "./load.ts";
import type { Outcome } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";

/** Load, fault, more load, and the audit. */
export async function runScenario(scenario: Scenario): Promise<Outcome> {
  const { name, streams, fault, deployment = {}, warmUpSeconds = 5, settleSeconds = 15 } = scenario;
  const stage = await startConstellation(deployment);
  try {
    const load = new Load(stage.apis.map(({ url }) => url));
    const watch = new HealthWatch(
      stage.apis.map(({ url }) => url),
      ADMIN_KEY,
    );
    for (const stream of streams) load.start(stream, await stage.createKey(stream.name));
    await sleep(warmUpSeconds * 1000);
    const faultBeganAt = performance.now();
    await fault(stage);
    const faultEndedAt = performance.now();
    await sleep(settleSeconds * 1000);
    await load.stop();
    await watch.stop();
    await stage.revive();
    const audit = await auditOf(stage, [...stage.workers, ...stage.ended], load.sent);
    return {
      name,
      sent: load.sent,
      health: watch.samples,
      faultBeganAt,
      faultEndedAt,
      audit,
      processesEnded: stage.ended.length,
    };
  } finally {
    await stage.stop();
  }
}
