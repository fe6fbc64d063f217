import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../service/storage/database/open-database.ts";
import { DatabasePolicyStore } from "../../../service/storage/policies/policy-store.ts";
import { DatabaseWebhookStore } from "../../../service/storage/webhooks/webhook-store.ts";
import { WebhookDispatcher } from "../../../service/webhooks/dispatcher.ts";
import { Webhooks } from "../../../service/webhooks/webhooks.ts";
import { makeDataDirectory } from "../../helpers/pglite.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { runScript } from "../../helpers/run-script.ts";
import { verifies, WebhookReceiver } from "../../helpers/webhook-receiver.ts";
import { eventually } from "../../helpers/eventually.ts";

const quiet = (): void => undefined;

describe.each([
  ["PGlite", async () => ({ ...makeDataDirectory() })],
  [
    "PostgreSQL",
    async () => {
      const server = await startPostgres();
      return { path: server.url, remove: () => server.stop() };
    },
  ],
] as const)("a process that is killed while it settles and delivers, on %s", (_, make) => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  async function open(place: string) {
    const isUrl = place.startsWith("postgres");
    const database = openDatabase({ databaseUrl: isUrl ? place : null, dataDirectory: place });
    await database.start();
    const store = new DatabaseWebhookStore(database);
    await store.start();
    return { database, store };
  }

  it("leaves no settled record undelivered", async () => {
    const data = await make();
    cleanups.push(() => data.remove());
    // Every third delivery hangs, so that some are in progress at the kill and some have not started.
    let count = 0;
    const receiver = await WebhookReceiver.start((__, ___, response) => {
      count += 1;
      if (count % 3 !== 0) response.writeHead(204).end();
    });
    cleanups.push(() => receiver.stop());
    const before = await open(data.path);
    const webhooks = new Webhooks({
      store: before.store,
      policies: new DatabasePolicyStore(before.database),
      allowPrivate: true,
    });
    const { secret } = await webhooks.create({ url: receiver.url });
    before.store.close();
    await before.database.close();

    const script = runScript("helpers/scripts/settle-and-deliver.ts", [data.path]);
    cleanups.push(() => script.kill());
    await eventually(() => expect(script.lines.length).toBeGreaterThan(100));
    await script.kill();
    const settled = [...script.lines];

    receiver.answerWith((__, ___, response) => response.writeHead(204).end());
    const { database, store } = await open(data.path);
    expect(await store.countPending()).toBeGreaterThan(0);
    const dispatcher = new WebhookDispatcher({
      store,
      allowPrivate: true,
      retentionMs: 3_600_000,
      userAgent: "Gavel/test",
      logger: { info: quiet, warn: quiet, error: quiet } as never,
      onAttempt: quiet,
      timing: { pollIntervalMs: 20, retryDelaysMs: Array<number>(1000).fill(100) },
    });
    dispatcher.start();
    await eventually(async () => expect(await store.countPending()).toBe(0));
    await dispatcher.close({ graceMs: 1000 });
    store.close();
    await database.close();

    const delivered = new Map(receiver.received.map(({ id, event }) => [id, event.data.id]));
    // A record always has the same webhook-id, however often it is sent.
    expect(new Set(delivered.values()).size).toBe(delivered.size);
    expect(settled.filter((id) => ![...delivered.values()].includes(id))).toEqual([]);
    expect(receiver.received.every((received) => verifies(secret, received))).toBe(true);
  });
});
