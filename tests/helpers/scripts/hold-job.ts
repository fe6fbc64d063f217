import { BullClassifyQueue } from "../../../service/queue/classify-queue.ts";
import { BullClassifyWorker } from "../../../service/queue/classify-worker.ts";
import type { QueueStore } from "../../../service/queue/connect-queue.ts";
import { PgliteDatabase } from "../../../service/storage/database/pglite-database.ts";
import { createQueuePool } from "../../../service/storage/database/queue-pool.ts";

/** Adds the given jobs and takes as many as possible without finishing any, until it is killed. */
const [kind, location = "", name = "", ...ids] = process.argv.slice(2);

async function openStore(): Promise<QueueStore> {
  if (kind === "redis") return { kind, url: location };
  if (kind === "postgres") return { kind, createPool: (onError) => createQueuePool(location, onError) };
  const database = new PgliteDatabase({ directory: location, onError: () => undefined });
  await database.start();
  return { kind: "pglite", session: database.pglite };
}

const store = await openStore();
const queue = new BullClassifyQueue({ store, name, attempts: 3, backoffMs: 20 });
await queue.start();
await queue.add(ids.map((id) => ({ id, priority: "interactive" })));
const worker = new BullClassifyWorker({
  store,
  name,
  concurrency: 2,
  maxLosses: 1,
  lockMs: 1000,
  stalledCheckMs: 200,
  process: ({ id }) => {
    console.log(`taken ${id}`);
    return new Promise<never>(() => undefined);
  },
  onLost: async (id) => console.log(`lost ${id}`),
});
await worker.start();
