import { beforeEach, describe, expect, it } from "vitest";
import type { NewItem } from "../../../service/judging/verdict-store.ts";
import { newCompletion, newItem, uuidv7 } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";

const ALIKE = (): number => 1;

export function backlogCases(stores: () => StoresUnderTest): void {
  describe("the backlog", () => {
    beforeEach(async () => {
      const { verdicts, backlog } = stores();
      for (;;) {
        const handedOver = await backlog.dispatch({ items: 1000, batchItems: 1000 }, ALIKE);
        if (handedOver?.hasMore !== true) break;
      }
      const open = await verdicts.listUnsettled({ before: new Date(Date.now() + 60_000), limit: 10_000 });
      for (const { id } of open) await verdicts.complete(id, newCompletion());
    });

    /** Items of a key, in the backlog. */
    async function waiting(
      keyId: string,
      count: number,
      overrides: Partial<NewItem> = {},
    ): Promise<string[]> {
      const items = Array.from({ length: count }, () => newItem({ keyId, inBacklog: true, ...overrides }));
      const { toEnqueue } = await stores().verdicts.create(items);
      expect(toEnqueue).toEqual([]);
      return items.map(({ id }) => id);
    }

    async function take(items: number, batchItems = 1000): Promise<string[]> {
      const { backlog } = stores();
      const handedOver = await backlog.dispatch({ items, batchItems }, ALIKE);
      return (handedOver?.jobs ?? []).map(({ id }) => id);
    }

    it("dispatches each item once, and creates no job for it before", async () => {
      const { verdicts, backlog } = stores();
      const ids = await waiting("a", 3);
      const open = { before: new Date(Date.now() + 60_000), limit: 100 };
      expect(await verdicts.listUnsettled(open)).toEqual([]);
      expect(await take(2)).toEqual(ids.slice(0, 2));
      const jobs = await verdicts.listUnsettled(open);
      expect(jobs.map(({ id }) => id)).toEqual(ids.slice(0, 2).toSorted());
      expect(await backlog.dispatch({ items: 5, batchItems: 5 }, ALIKE)).toEqual({
        jobs: [{ id: ids[2], priority: "interactive" }],
        hasMore: false,
      });
      expect(await take(5)).toEqual([]);
    });

    it("alternates between keys, across turns and processes", async () => {
      const flood = await waiting("flood", 20);
      const light = await waiting("light", 3);
      const order: string[] = [];
      for (let turn = 0; turn < 8; turn += 1) {
        const { backlog } = turn % 2 === 0 ? stores() : stores().elsewhere;
        order.push(
          ...((await backlog.dispatch({ items: 1, batchItems: 1 }, ALIKE))?.jobs ?? []).map(({ id }) => id),
        );
      }
      const lastOfLight = Math.max(...light.map((id) => order.indexOf(id)));
      expect(order.filter((id) => light.includes(id))).toEqual(light);
      expect(lastOfLight).toBeLessThanOrEqual(6);
      expect(order.filter((id) => flood.includes(id))).toEqual(flood.slice(0, 5));
    });

    it("takes the items of a key for which a caller waits first, and batches last", async () => {
      const batch = await waiting("a", 2, { priority: "batch" });
      const unawaited = await waiting("a", 2);
      const awaited = await waiting("a", 2, { awaited: true });
      expect(await take(5)).toEqual([...awaited, ...unawaited, batch[0]]);
    });

    it("keeps slots free during a batch, except for later attempts", async () => {
      const { verdicts } = stores();
      const batch = await waiting("a", 6, { priority: "batch" });
      expect(await take(10, 2)).toEqual(batch.slice(0, 2));
      expect(await take(10, 2)).toEqual([]);
      await verdicts.begin(batch[0] ?? "");
      expect(await take(10, 2)).toEqual([]);
      await verdicts.requeue(batch[0] ?? "");
      expect(await take(10, 2)).toEqual([batch[2]]);
      await verdicts.complete(batch[1] ?? "", newCompletion());
      expect(await take(10, 2)).toEqual([batch[3]]);
    });

    it("returns items that could not be added to the backlog", async () => {
      const { backlog } = stores();
      const ids = await waiting("a", 2);
      expect(await take(10)).toEqual(ids);
      await backlog.returnToBacklog(ids);
      expect(await take(10)).toEqual(ids);
    });

    it("gives an item that is identical to one of another key its own turn", async () => {
      const { verdicts } = stores();
      const flood = await waiting("flood", 30);
      const content = `shared ${uuidv7()}`;
      const [leader] = await waiting("flood", 1, { content });
      const [follower] = await waiting("light", 1, { content });
      expect(await take(2)).toEqual(expect.arrayContaining([leader]));
      expect(await verdicts.complete(leader ?? "", newCompletion())).toBe(true);
      expect(await verdicts.get(follower ?? "")).toMatchObject({ status: "completed" });
      expect(await take(100)).toHaveLength(29);
      expect(flood).toHaveLength(30);
    });

    it("reports unsettled items by key and state, and the capacity of the workers", async () => {
      const { backlog, workers, elsewhere } = stores();
      await waiting("a", 2, { awaited: true });
      await waiting("b", 3, { priority: "batch" });
      await take(1);
      const [first, second] = [uuidv7(), uuidv7()];
      await workers.beat(first, { slots: 4, perSecond: 2 });
      await elsewhere.workers.beat(second, { slots: 2, perSecond: null });
      const { groups, capacity } = await backlog.read();
      expect(groups.filter(({ keyId }) => keyId === "a" || keyId === "b")).toEqual(
        expect.arrayContaining([
          { keyId: "a", priority: "interactive", awaited: true, inBacklog: false, items: 1 },
          { keyId: "a", priority: "interactive", awaited: true, inBacklog: true, items: 1 },
          { keyId: "b", priority: "batch", awaited: false, inBacklog: true, items: 3 },
        ]),
      );
      expect(capacity).toEqual({ slots: 6, perSecond: 3 });
      await workers.leave(first);
      await workers.leave(second);
      expect(await workers.capacity()).toEqual({ slots: 0, perSecond: null });
    });

    it("expires only items that no worker has started when their caller leaves", async () => {
      const { verdicts } = stores();
      const content = `followed ${uuidv7()}`;
      const [queued] = await waiting("a", 1, { awaited: true });
      const [led] = await waiting("a", 1, { awaited: true, content });
      const [follower] = await waiting("b", 1, { content });
      const [running] = await waiting("a", 1, { awaited: true });
      await verdicts.begin(running ?? "");
      const given = [queued, led, running].map((id) => id ?? "");
      expect(await verdicts.abandon(given)).toEqual([follower]);
      expect(await verdicts.get(queued ?? "")).toMatchObject({
        status: "expired",
        verdict: null,
        error: { code: "caller_left" },
      });
      expect(await verdicts.get(led ?? "")).toMatchObject({ status: "expired" });
      expect(await verdicts.get(running ?? "")).toMatchObject({ status: "running" });
      expect(await verdicts.get(follower ?? "")).toMatchObject({ status: "queued" });
      expect(await verdicts.complete(queued ?? "", newCompletion())).toBe(false);
      expect(await verdicts.complete(follower ?? "", newCompletion())).toBe(true);
    });
  });
}
