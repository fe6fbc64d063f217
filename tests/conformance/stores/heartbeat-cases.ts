import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { ProcessReport } from "../../../schemas/service-state.ts";
import { eventually } from "../../helpers/eventually.ts";
import { uuidv7 } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const API: ProcessReport = {
  role: "api",
  version: "0.1.0",
  started_at: "2026-11-28T09:00:00.000Z",
  worker: null,
};
const WORKER: ProcessReport = {
  ...API,
  role: "worker",
  worker: {
    slots: 4,
    busy: 1,
    items_per_second: 2.5,
    tokens_per_second: { prompt: 100, cached: 80, generated: 20 },
    self_test: "passed",
    engine: null,
  },
};

export function heartbeatCases(stores: () => StoresUnderTest): void {
  describe("heartbeats", () => {
    it("show each process the last reports of the other judging processes", async () => {
      const { heartbeats, elsewhere } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      expect(await heartbeats.beat({ processId: api, judge: null, report: API })).toEqual([]);
      for (const judge of [
        { judges: true, detail: "ready" },
        { judges: false, detail: "down" },
      ]) {
        // On a slow machine it may be outdated when it is read.
        await eventually(async () => {
          expect(await elsewhere.heartbeats.beat({ processId: worker, judge, report: WORKER })).toEqual([]);
          expect(await heartbeats.beat({ processId: api, judge: null, report: API })).toEqual([judge]);
        });
      }
      await elsewhere.heartbeats.leave(worker);
      expect(await heartbeats.beat({ processId: api, judge: null, report: API })).toEqual([]);
    });

    it("expire if no new one is written", async () => {
      const { heartbeats } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      await heartbeats.beat({ processId: worker, judge: { judges: true, detail: "" }, report: WORKER });
      await sleep(3500);
      expect(await heartbeats.beat({ processId: api, judge: null, report: API })).toEqual([]);
    });

    it("show every process with its last report, and which ones no longer respond", async () => {
      const { heartbeats } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      await heartbeats.beat({ processId: worker, judge: { judges: true, detail: "ready" }, report: WORKER });
      await sleep(3500);
      await heartbeats.beat({ processId: api, judge: null, report: API });
      const own = (await heartbeats.processes(100)).processes.filter(({ id }) => id === api || id === worker);
      expect(own).toMatchObject([
        { id: api, responds: true, judges: null, ...API },
        { id: worker, responds: false, judges: true, detail: "ready", ...WORKER },
      ]);
      expect((await heartbeats.processes(1)).leftOut).toBeGreaterThanOrEqual(1);
      await heartbeats.leave(worker);
      const { processes } = await heartbeats.processes(100);
      expect(processes.map(({ id }) => id)).not.toContain(worker);
    });
  });
}
