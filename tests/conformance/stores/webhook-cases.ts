import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Webhook } from "../../../schemas/webhook.ts";
import type { ClaimedDelivery, NewWebhook } from "../../../service/webhooks/webhook-store.ts";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import type { StoresUnderTest } from "./stores-under-test.ts";
import { eventually } from "../../helpers/eventually.ts";

const LIMIT = 1000;
const CLAIM = { perWebhook: 100, running: new Map<string, number>(), leaseMs: 60_000 };
const FAILURE = { error: "status", statusCode: 503 } as const;

export function webhookCases(stores: () => StoresUnderTest): void {
  describe("webhooks", () => {
    const made: string[] = [];
    afterEach(async () => {
      for (const id of made.splice(0)) await stores().webhooks.delete(id);
    });

    async function create(overrides: Partial<NewWebhook> = {}): Promise<Webhook> {
      const webhook = await stores().webhooks.create(newWebhook(overrides), LIMIT);
      if (webhook === null) throw new Error("The limit of webhooks was reached");
      made.push(webhook.id);
      return webhook;
    }

    /** An item accepted and settled; its id. */
    async function settle(
      outcome: "safe" | "violating" | "failed" | "expired",
      policyId = "spam",
    ): Promise<string> {
      const { verdicts } = stores();
      const item = newItem({ policyId });
      await verdicts.create([item]);
      if (outcome === "failed" || outcome === "expired") await verdicts.fail(item.id, newFailure(outcome));
      else await verdicts.complete(item.id, outcome === "safe" ? newCompletion() : violating());
      return item.id;
    }

    async function claimOf(webhook: Webhook, options = CLAIM): Promise<ClaimedDelivery[]> {
      const claimed = await stores().webhooks.claim(options);
      return claimed.filter(({ webhookId }) => webhookId === webhook.id);
    }

    it("are stored without showing their secret, changed, and removed", async () => {
      const { webhooks, elsewhere } = stores();
      const given = newWebhook({ description: "a \u0000 hook", policyIds: ["spam", "hate"], violation: 1 });
      const created = await create(given);
      expect(created).toMatchObject({
        id: given.id,
        url: given.url,
        description: "a \u0000 hook",
        policy_ids: ["spam", "hate"],
        violation: 1,
        enabled: true,
        disabled_reason: null,
        previous_secret_expires_at: null,
      });
      expect(await elsewhere.webhooks.get(given.id)).toEqual(created);
      expect(JSON.stringify(await webhooks.list())).not.toContain(given.secret);
      expect(await webhooks.list()).toContainEqual(created);

      const changed = await webhooks.update(given.id, { policyIds: null, violation: null, enabled: false });
      expect(changed).toMatchObject({ policy_ids: null, violation: null, disabled_reason: "request" });
      expect(changed).toMatchObject({ url: given.url, description: "a \u0000 hook" });
      expect(await webhooks.update(given.id, { enabled: true })).toMatchObject({ disabled_reason: null });

      expect(await webhooks.delete(given.id)).toBe(true);
      expect(await webhooks.delete(given.id)).toBe(false);
      for (const nothing of [
        webhooks.get(given.id),
        webhooks.update(given.id, { enabled: true }),
        webhooks.rotateSecret(given.id, "whsec_", new Date()),
        webhooks.enqueueTest(given.id),
        webhooks.replay(given.id),
      ]) {
        expect(await nothing).toBeNull();
      }
    });

    it("do not exceed the limit, however many are created concurrently", async () => {
      const { webhooks, elsewhere } = stores();
      const limit = (await webhooks.list()).length + 2;
      const results = await Promise.all(
        [webhooks, elsewhere.webhooks, webhooks, elsewhere.webhooks, webhooks].map((store) =>
          store.create(newWebhook(), limit),
        ),
      );
      for (const webhook of results) if (webhook !== null) made.push(webhook.id);
      expect(results.filter((webhook) => webhook !== null)).toHaveLength(2);
    });

    it("get one delivery for each settled record that matches the filter", async () => {
      const all = await create();
      const spam = await create({ policyIds: ["spam", "other"] });
      const violations = await create({ violation: 1 });
      const off = await create();
      await stores().webhooks.update(off.id, { enabled: false });

      const ids = {
        safe: await settle("safe"),
        violating: await settle("violating", "hate"),
        failed: await settle("failed"),
        expired: await settle("expired"),
      };
      expect(await stores().verdicts.complete(ids.safe, violating())).toBe(false);

      const claimed = await stores().webhooks.claim(CLAIM);
      const got = (webhook: Webhook): unknown =>
        claimed
          .filter(({ webhookId }) => webhookId === webhook.id)
          .map(({ type, record }) => [type, record?.id]);
      expect(got(all)).toEqual([
        ["verdict.completed", ids.safe],
        ["verdict.completed", ids.violating],
        ["verdict.failed", ids.failed],
        ["verdict.expired", ids.expired],
      ]);
      expect(got(spam)).toEqual([
        ["verdict.completed", ids.safe],
        ["verdict.failed", ids.failed],
        ["verdict.expired", ids.expired],
      ]);
      expect(got(violations)).toEqual([["verdict.completed", ids.violating]]);
      expect(got(off)).toEqual([]);
      const [first] = claimed.filter(({ webhookId }) => webhookId === all.id);
      expect(first?.record).toEqual(await stores().verdicts.get(ids.safe));
      expect(first?.createdAt.toISOString()).toBe(first?.record?.completed_at);
    });

    it("receive followers and cached verdicts, and items that are erased or expire before they are judged", async () => {
      const { verdicts, webhooks } = stores();
      const webhook = await create();
      const reuseSince = new Date(Date.now() - 60_000);
      const leader = newItem({ reuseSince });
      const follower = newItem({ content: leader.content });
      await verdicts.create([leader]);
      await verdicts.create([follower]);
      await verdicts.complete(leader.id, newCompletion());
      const servedAgain = newItem({ content: leader.content, reuseSince });
      await verdicts.create([servedAgain]);
      const erased = newItem();
      const judged = await settle("violating");
      await verdicts.create([erased]);
      await verdicts.erase(erased.id);
      await verdicts.erase(judged);
      const late = newItem({ createdAt: new Date(Date.now() - 3_600_000) });
      await verdicts.create([late]);
      await verdicts.expireUnsettled(new Date(Date.now() - 1_800_000));

      const claimed = await claimOf(webhook);
      const types = new Map(claimed.map(({ record, type }) => [record?.id, type]));
      expect(claimed).toHaveLength(6);
      expect(types).toEqual(
        new Map([
          [leader.id, "verdict.completed"],
          [follower.id, "verdict.completed"],
          [servedAgain.id, "verdict.completed"],
          [judged, "verdict.completed"],
          [erased.id, "verdict.expired"],
          [late.id, "verdict.expired"],
        ]),
      );
      // Recorded before it was erased: its text is no longer sent.
      const tombstone = claimed.find(({ record }) => record?.id === judged)?.record;
      expect(tombstone).toMatchObject({ verdict: { violation: 1, rationale: "" } });
      expect(await webhooks.countPending()).toBeGreaterThanOrEqual(6);
    });

    it("wake a dispatcher in any process, only if there is something to deliver", async () => {
      const { elsewhere } = stores();
      const due = vi.fn<() => void>();
      const stop = elsewhere.webhooks.onDue(due);
      const settled = new Promise<void>((resolve) => {
        const unsubscribe = elsewhere.verdicts.onSettled(() => {
          unsubscribe();
          resolve();
        });
      });
      await settle("safe");
      await settled;
      expect(due).not.toHaveBeenCalled();
      await create();
      await settle("safe");
      await eventually(() => expect(due).toHaveBeenCalled());
      stop();
    });

    it("are claimed by one process at a time, at most the given number of each, and again when the lease expires", async () => {
      const { webhooks, elsewhere } = stores();
      const webhook = await create();
      const other = await create();
      for (let count = 0; count < 6; count += 1) await settle("safe");
      const running = new Map([[webhook.id, 2]]);
      const mine = (claimed: readonly ClaimedDelivery[]): ClaimedDelivery[] =>
        claimed.filter(({ webhookId }) => webhookId === webhook.id);
      const both = await Promise.all(
        [webhooks, elsewhere.webhooks].map((store) =>
          store.claim({ perWebhook: 4, running, leaseMs: 60_000 }),
        ),
      );
      const ids = both.flatMap(mine).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const claimed of both) expect(mine(claimed).length).toBeLessThanOrEqual(2);
      expect(both.flat().filter(({ webhookId }) => webhookId === other.id)).toHaveLength(6);
      expect(both.flat().every(({ attempt }) => attempt === 1)).toBe(true);

      await claimOf(webhook, { ...CLAIM, leaseMs: 0 });
      const again = await claimOf(webhook, { ...CLAIM, leaseMs: 0 });
      expect(again.length).toBeGreaterThan(0);
      expect(await claimOf(webhook)).toHaveLength(again.length);
      expect(await claimOf(webhook)).toEqual([]);
    });

    it("finish an attempt only while the claim is valid", async () => {
      const { webhooks } = stores();
      const webhook = await create();
      const test = await webhooks.enqueueTest(webhook.id);
      const [first] = await claimOf(webhook, { ...CLAIM, leaseMs: 0 });
      const [second] = await claimOf(webhook);
      if (first === undefined || second === undefined) throw new Error("nothing was claimed");
      expect(first).toMatchObject({ id: test?.id, type: "webhook.test", record: null });
      expect(second.attempt).toBe(2);
      expect(await webhooks.finish(first, { outcome: "delivered", statusCode: 200 })).toBe(false);
      expect(await webhooks.finish(second, { outcome: "released" })).toBe(true);
      const [third] = await claimOf(webhook);
      expect(third?.attempt).toBe(2);
      expect(await webhooks.finish(second, { outcome: "retry", failure: FAILURE, delayMs: 60_000 })).toBe(
        true,
      );
      expect(await claimOf(webhook)).toEqual([]);
      const { deliveries } = await webhooks.listDeliveries({ webhookId: webhook.id, limit: 5 });
      expect(deliveries).toEqual([
        expect.objectContaining({
          status: "pending",
          attempts: 2,
          last_error: "status",
          last_status_code: 503,
        }),
      ]);
    });

    it("list deliveries with their outcomes in pages, and replay dead ones", async () => {
      const { webhooks } = stores();
      const webhook = await create();
      for (let count = 0; count < 5; count += 1) await webhooks.enqueueTest(webhook.id);
      const claimed = await claimOf(webhook);
      for (const [index, delivery] of claimed.entries()) {
        await webhooks.finish(
          delivery,
          index < 2 ? { outcome: "delivered", statusCode: 204 } : { outcome: "dead", failure: FAILURE },
        );
      }
      const dead = { webhookId: webhook.id, status: "dead", limit: 2 } as const;
      const first = await webhooks.listDeliveries(dead);
      expect(first.deliveries.map(({ id }) => id)).toEqual([claimed[4]?.id, claimed[3]?.id]);
      const second = await webhooks.listDeliveries({ ...dead, after: first.nextCursor ?? "" });
      expect(second).toMatchObject({ deliveries: [{ id: claimed[2]?.id }], nextCursor: null });
      for (const after of ["", "x", "MA", "LTE", "MTI=", Buffer.from("1 OR 1=1").toString("base64url")]) {
        await expect(webhooks.listDeliveries({ ...dead, after })).rejects.toMatchObject({
          code: "invalid_cursor",
        });
      }

      const delivered = await webhooks.replay(claimed[0]?.id ?? "");
      expect(delivered).toMatchObject({ id: claimed[0]?.id, status: "pending", attempts: 0 });
      expect(await webhooks.replayDead(webhook.id)).toBe(3);
      expect(await webhooks.replayDead(webhook.id)).toBe(0);
      expect(await claimOf(webhook)).toHaveLength(4);
    });

    it("are disabled by a receiver that is gone, until they are enabled again", async () => {
      const { webhooks } = stores();
      const webhook = await create();
      await settle("safe");
      await settle("safe");
      const [first] = await claimOf(webhook, { ...CLAIM, perWebhook: 1 });
      if (first === undefined) throw new Error("nothing was claimed");
      const failure = { error: "gone", statusCode: 410 } as const;
      expect(await webhooks.finish(first, { outcome: "gone", failure })).toBe(true);
      expect(await webhooks.get(webhook.id)).toMatchObject({ enabled: false, disabled_reason: "gone" });
      const options = { webhookId: webhook.id, limit: 10 } as const;
      expect((await webhooks.listDeliveries(options)).deliveries).toMatchObject([
        { status: "dead", last_error: "gone", attempts: 0 },
        { status: "dead", last_error: "gone", last_status_code: 410, attempts: 1 },
      ]);
      await settle("safe");
      expect((await webhooks.listDeliveries(options)).deliveries).toHaveLength(2);
      await webhooks.replayDead(webhook.id);
      expect(await claimOf(webhook)).toEqual([]);
      await webhooks.update(webhook.id, { enabled: true });
      expect(await claimOf(webhook)).toHaveLength(2);
    });

    it("sign with the previous secret too, until it expires", async () => {
      const { webhooks } = stores();
      const { id, ...rest } = newWebhook();
      const webhook = await create({ id, ...rest });
      const soon = new Date(Date.now() + 3_600_000);
      expect(await webhooks.rotateSecret(id, "whsec_two", soon)).toMatchObject({
        previous_secret_expires_at: soon.toISOString(),
      });
      await webhooks.enqueueTest(id);
      expect((await claimOf(webhook))[0]?.secrets).toEqual(["whsec_two", rest.secret]);
      await webhooks.rotateSecret(id, "whsec_three", soon);
      await webhooks.enqueueTest(id);
      expect((await claimOf(webhook))[0]?.secrets).toEqual(["whsec_three", "whsec_two"]);
      const over = await webhooks.rotateSecret(id, "whsec_four", new Date(Date.now() - 1000));
      expect(over?.previous_secret_expires_at).toBeNull();
      await webhooks.enqueueTest(id);
      expect((await claimOf(webhook))[0]?.secrets).toEqual(["whsec_four"]);
    });

    it("delete deliveries with their retention, record or endpoint, and keep dead ones", async () => {
      const { verdicts, webhooks } = stores();
      const webhook = await create();
      const kept = await settle("safe");
      await settle("safe");
      await settle("safe");
      const [dead, delivered] = await claimOf(webhook, { ...CLAIM, perWebhook: 2 });
      if (dead === undefined || delivered === undefined) throw new Error("too little was claimed");
      expect(dead.record?.id).toBe(kept);
      await webhooks.finish(dead, { outcome: "dead", failure: FAILURE });
      await webhooks.finish(delivered, { outcome: "delivered", statusCode: 200 });
      expect(await webhooks.deleteOld(new Date(Date.now() - 60_000))).toBe(0);
      expect(await webhooks.deleteOld(new Date(Date.now() + 60_000))).toBeGreaterThanOrEqual(1);
      const list = async (): Promise<string[]> =>
        (await webhooks.listDeliveries({ webhookId: webhook.id, limit: 10 })).deliveries.map(
          ({ status }) => status,
        );
      expect(await list()).toEqual(["pending", "dead"]);
      await verdicts.deleteRecords(new Date(Date.now() + 60_000));
      expect(await list()).toEqual([]);
    });
  });
}

export function newWebhook(overrides: Partial<NewWebhook> = {}): NewWebhook {
  return {
    id: uuidv7(),
    url: "https://receiver.example/hook",
    description: null,
    policyIds: null,
    violation: null,
    secret: `whsec_${Buffer.from(randomUUID()).toString("base64")}`,
    ...overrides,
  };
}
