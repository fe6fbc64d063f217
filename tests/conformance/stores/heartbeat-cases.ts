import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eventually } from "../../helpers/eventually.ts";
import { uuidv7 } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

export function heartbeatCases(stores: () => StoresUnderTest): void {
  describe("heartbeats", () => {
    it("report to each process the other judging processes, as last written", async () => {
      const { heartbeats, elsewhere } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([]);
      for (const judge of [
        { judges: true, detail: "ready" },
        { judges: false, detail: "down" },
      ]) {
        // On a slow machine it may be outdated when it is read.
        await eventually(async () => {
          expect(await elsewhere.heartbeats.beat({ processId: worker, judge })).toEqual([]);
          expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([judge]);
        });
      }
      await elsewhere.heartbeats.leave(worker);
      expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([]);
    });

    it("expire if no new one is written", async () => {
      const { heartbeats } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      await heartbeats.beat({ processId: worker, judge: { judges: true, detail: "" } });
      await sleep(3500);
      expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([]);
    });
  });
}
