import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { webhookEventSchema } from "../../../schemas/webhook.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { Database } from "../../../service/storage/database/database.ts";
import { openDatabase } from "../../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import { DatabasePolicyStore } from "../../../service/storage/policies/policy-store.ts";
import { DatabaseWebhookStore } from "../../../service/storage/webhooks/webhook-store.ts";
import { type DispatcherTiming, WebhookDispatcher } from "../../../service/webhooks/dispatcher.ts";
import { Webhooks } from "../../../service/webhooks/webhooks.ts";
import { startPglite } from "../../helpers/pglite.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { newCompletion, newItem } from "../../helpers/stores.ts";
import { nodeWarnings } from "../../helpers/node-warnings.ts";
import { verifies, WebhookReceiver } from "../../helpers/webhook-receiver.ts";
import { eventually } from "../../helpers/eventually.ts";

const TIMING: DispatcherTiming = {
  retryDelaysMs: [20, 40, 60, 80],
  // Longer than any response on a busy machine: a delivery that times out is sent twice.
  timeoutMs: 60_000,
  leaseMs: 120_000,
  pollIntervalMs: 10,
};

const validateEvent = compileValidator(webhookEventSchema);

async function openPglite(): Promise<{ databases: Database[]; stop(): Promise<void> }> {
  const { database, stop } = await startPglite();
  return { databases: [database], stop };
}

async function openPostgres(): Promise<{ databases: Database[]; stop(): Promise<void> }> {
  const server = await startPostgres();
  const databases = [0, 1].map(() => openDatabase({ databaseUrl: server.url, dataDirectory: "" }));
  for (const database of databases) await database.start();
  return {
    databases,
    stop: async () => {
      for (const database of databases) await database.close();
      await server.stop();
    },
  };
}

describe.each([
  ["PGlite", openPglite],
  ["PostgreSQL, by two processes", openPostgres],
])("WebhookDispatcher on %s", (_, open) => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  async function start(timing: Partial<DispatcherTiming> = {}) {
    const { databases, stop } = await open();
    cleanups.push(stop);
    const logged: string[] = [];
    const log = (fields: object, message: string): void =>
      void logged.push(JSON.stringify([fields, message]));
    const outcomes: string[] = [];
    const stores = databases.map((database) => new DatabaseWebhookStore(database));
    const dispatchers = stores.map(
      (store) =>
        new WebhookDispatcher({
          store,
          allowPrivate: true,
          retentionMs: 3_600_000,
          userAgent: "Gavel/test",
          logger: { info: log, warn: log, error: log } as never,
          onAttempt: (outcome) => outcomes.push(outcome),
          timing: { ...TIMING, ...timing },
        }),
    );
    for (const [index, store] of stores.entries()) {
      await store.start();
      dispatchers[index]?.start();
    }
    const close = async (): Promise<void> => {
      for (const dispatcher of dispatchers.splice(0)) await dispatcher.close({ graceMs: 1000 });
      for (const store of stores) store.close();
    };
    cleanups.push(close);
    const verdicts = new DatabaseVerdictStore(databases[0]!);
    const store = stores[0]!;
    return {
      store,
      verdicts,
      processes: databases.length,
      webhooks: new Webhooks({
        store,
        policies: new DatabasePolicyStore(databases[0]!),
        allowPrivate: true,
      }),
      outcomes,
      close,
      log: () => logged.join("\n"),
      settle: async (): Promise<string> => {
        const item = newItem({ content: "SECRET CONTENT" + String(Math.random()) });
        await verdicts.create([item]);
        await verdicts.complete(item.id, newCompletion({ reasoning: "SECRET REASONING" }));
        return item.id;
      },
      statuses: async (webhookId: string) =>
        (await store.listDeliveries({ webhookId, limit: 200 })).deliveries.map(({ status }) => status),
    };
  }

  async function receive(...args: Parameters<typeof WebhookReceiver.start>): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start(...args);
    cleanups.push(() => receiver.stop());
    return receiver;
  }

  it("delivers each record once, signed, as it is stored, without content or reasoning", async () => {
    const { webhooks, verdicts, settle, statuses, store, log } = await start();
    const receiver = await receive();
    const { id, secret } = await webhooks.create({ url: receiver.url });
    const ids: string[] = [];
    for (let count = 0; count < 30; count += 1) ids.push(await settle());
    await eventually(async () => expect(await store.countPending()).toBe(0));
    await sleep(50);

    expect(receiver.received.map(({ event }) => event.data.id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(receiver.ids).size).toBe(30);
    for (const received of receiver.received) {
      expect(verifies(secret, received)).toBe(true);
      expect(verifies("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", received)).toBe(false);
      expect(received.body).not.toContain("SECRET");
      expect(validateEvent(received.event)).toMatchObject({ ok: true });
      expect(received.event.data).toEqual(await verdicts.get(received.event.data.id));
      expect(received.event.timestamp).toBe(received.event.data.completed_at);
      expect(received.headers).toMatchObject({
        "content-type": "application/json",
        "user-agent": "Gavel/test",
      });
    }
    expect(new Set(await statuses(id))).toEqual(new Set(["delivered"]));
    expect(log()).not.toContain(secret);
  });

  it("retries a delivery that fails three times, with the same id, a new timestamp and a new signature", async () => {
    const { webhooks, settle, store, outcomes } = await start();
    const receiver = await receive((__, count, response) =>
      count === 1
        ? response.destroy()
        : response.writeHead(count === 2 ? 500 : count === 3 ? 302 : 200, { Location: "/elsewhere" }).end(),
    );
    const { id, secret } = await webhooks.create({ url: receiver.url });
    await settle();
    await eventually(() => expect(receiver.received).toHaveLength(4));
    await eventually(async () => expect(await store.countPending()).toBe(0));
    expect(new Set(receiver.ids).size).toBe(1);
    expect(receiver.received.every((received) => verifies(secret, received))).toBe(true);
    await eventually(() => expect(outcomes).toEqual(["retry", "retry", "retry", "delivered"]));
    const { deliveries } = await store.listDeliveries({ webhookId: id, limit: 5 });
    expect(deliveries).toMatchObject([
      { status: "delivered", attempts: 4, last_error: null, last_status_code: 200 },
    ]);
  });

  it("gives up after the last attempt, and replays on request", async () => {
    const { webhooks, settle, store, log } = await start();
    const receiver = await receive((__, ___, response) => response.writeHead(500).end("SECRET ANSWER"));
    const { id } = await webhooks.create({ url: `${receiver.url}?token=SECRET-TOKEN` });
    await settle();
    await settle();
    const dead = { webhookId: id, status: "dead", limit: 5 } as const;
    await eventually(async () => expect((await store.listDeliveries(dead)).deliveries).toHaveLength(2));
    expect(receiver.received).toHaveLength(10);
    expect((await store.listDeliveries(dead)).deliveries[0]).toMatchObject({
      attempts: 5,
      last_error: "status",
      last_status_code: 500,
      next_attempt_at: null,
    });
    expect(log()).not.toContain("SECRET");

    receiver.answerWith((__, ___, response) => response.writeHead(200).end());
    const [one] = (await store.listDeliveries(dead)).deliveries;
    await webhooks.replay(one?.id ?? "");
    await eventually(() => expect(receiver.ids.filter((other) => other === one?.id)).toHaveLength(6));
    expect(await webhooks.replayDead(id)).toBe(1);
    await eventually(() => expect(receiver.received).toHaveLength(12));
    await eventually(async () => expect((await store.listDeliveries(dead)).deliveries).toEqual([]));
  });

  it("waits as long as Retry-After says", async () => {
    const { webhooks, settle, store } = await start();
    const receiver = await receive((__, ___, response) =>
      response.writeHead(429, { "Retry-After": "600" }).end(),
    );
    const { id } = await webhooks.create({ url: receiver.url });
    await settle();
    await eventually(async () => {
      const [delivery] = (await store.listDeliveries({ webhookId: id, limit: 1 })).deliveries;
      const { last_attempt_at: last, next_attempt_at: next } = delivery!;
      expect(Date.parse(next!) - Date.parse(last!)).toBeGreaterThan(590_000);
      expect(delivery).toMatchObject({ last_error: "status", last_status_code: 429 });
    });
    expect(receiver.received).toHaveLength(1);
  });

  it("disables an endpoint that is gone", async () => {
    const { webhooks, settle, statuses } = await start();
    const receiver = await receive((__, ___, response) => response.writeHead(410).end());
    const { id } = await webhooks.create({ url: receiver.url });
    await settle();
    await eventually(async () =>
      expect(await webhooks.get(id)).toMatchObject({ enabled: false, disabled_reason: "gone" }),
    );
    await settle();
    await sleep(50);
    expect(receiver.received).toHaveLength(1);
    expect(await statuses(id)).toEqual(["dead"]);
  });

  it("is not delayed by a receiver that hangs", async () => {
    const { webhooks, settle, statuses, processes } = await start();
    const slow = await receive(() => undefined);
    const fast = await receive();
    await webhooks.create({ url: slow.url });
    const { id } = await webhooks.create({ url: fast.url });
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) ids.push(await settle());
    await eventually(() => expect(fast.received).toHaveLength(60));
    // Eight at a time from each process, and no more.
    expect(slow.received.length).toBeGreaterThanOrEqual(8);
    expect(slow.received.length).toBeLessThanOrEqual(8 * processes);
    await eventually(async () => expect(await statuses(id)).toEqual(Array(60).fill("delivered")));
  });

  it("has more than ten attempts in flight without a warning of Node", async () => {
    const { webhooks, settle, close } = await start();
    const receiver = await receive(() => undefined);
    for (let count = 0; count < 4; count += 1) await webhooks.create({ url: receiver.url });
    const warnings = await nodeWarnings(async () => {
      for (let count = 0; count < 8; count += 1) await settle();
      await eventually(() => expect(receiver.received).toHaveLength(32));
      await close();
    });
    expect(warnings).not.toContain("MaxListenersExceededWarning");
  });

  it("signs with both secrets while one is rotated", async () => {
    const { webhooks, settle } = await start();
    const receiver = await receive();
    const first = await webhooks.create({ url: receiver.url });
    const second = await webhooks.rotateSecret(first.id);
    expect(second.secret).not.toBe(first.secret);
    await settle();
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const [received] = receiver.received;
    expect(verifies(first.secret, received!)).toBe(true);
    expect(verifies(second.secret, received!)).toBe(true);
    expect(received?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  });

  it("releases deliveries in progress when it closes", async () => {
    const { webhooks, settle, store, close } = await start();
    const receiver = await receive(() => undefined);
    const { id } = await webhooks.create({ url: receiver.url });
    await settle();
    await eventually(() => expect(receiver.received).toHaveLength(1));
    await close();
    const [delivery] = (await store.listDeliveries({ webhookId: id, limit: 1 })).deliveries;
    expect(delivery).toMatchObject({ status: "pending", attempts: 0 });
    expect(Date.parse(delivery!.next_attempt_at!)).toBeLessThanOrEqual(Date.now());
  });
});
