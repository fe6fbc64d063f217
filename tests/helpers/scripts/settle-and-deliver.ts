import { openDatabase } from "../../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import { DatabaseWebhookStore } from "../../../service/storage/webhooks/webhook-store.ts";
import { WebhookDispatcher } from "../../../service/webhooks/dispatcher.ts";
import { newCompletion, newItem } from "../stores.ts";

/**
 * Settles records and delivers them until it is killed, and prints the id of each settled record. The first
 * argument is a database's URL or a data directory.
 */
const [place = ""] = process.argv.slice(2);
const database = openDatabase({
  databaseUrl: place.startsWith("postgres") ? place : null,
  dataDirectory: place,
});
await database.start();
const store = new DatabaseWebhookStore(database);
await store.start();
const silent = (): void => undefined;
const dispatcher = new WebhookDispatcher({
  store,
  allowPrivate: true,
  retentionMs: 3_600_000,
  userAgent: "Gavel/test",
  logger: { info: silent, warn: silent, error: silent } as never,
  onAttempt: silent,
  // Enough retries for any machine.
  timing: { leaseMs: 1500, timeoutMs: 1000, retryDelaysMs: Array<number>(1000).fill(100) },
});
dispatcher.start();
const verdicts = new DatabaseVerdictStore(database);
const write = async (): Promise<never> => {
  for (;;) {
    const item = newItem();
    await verdicts.create([item]);
    await verdicts.complete(item.id, newCompletion());
    console.log(item.id);
  }
};
await Promise.all(Array.from({ length: 4 }, write));
