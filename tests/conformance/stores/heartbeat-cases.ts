import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eventually } from "../../helpers/eventually.ts";
import { uuidv7 } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

export function heartbeatCases(stores: () => StoresUnderTest): void {
  describe("heartbeats", () => {
    it("tell each process of the others that judge, as they were last written", async () => {
      const { heartbeats, elsewhere } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([]);
      for (const judge of [
        { judges: true, detail: "ready" },
        { judges: false, detail: "down" },
      ]) {
        // On a machine that is slow enough it is old by the time that it is read.
        await eventually(async () => {
          expect(await elsewhere.heartbeats.beat({ processId: worker, judge })).toEqual([]);
          expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([judge]);
        });
      }
      await elsewhere.heartbeats.leave(worker);
      expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([]);
    });

    it("are forgotten when no new one comes", async () => {
      const { heartbeats } = stores();
      const [api, worker] = [uuidv7(), uuidv7()];
      await heartbeats.beat({ processId: worker, judge: { judges: true, detail: "" } });
      await sleep(3500);
      expect(await heartbeats.beat({ processId: api, judge: null })).toEqual([]);
    });
  });
}
