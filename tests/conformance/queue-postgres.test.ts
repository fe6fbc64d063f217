import { createQueuePool } from "../../service/storage/database/queue-pool.ts";
import { startPostgres } from "../helpers/postgres.ts";
import { queueConformance } from "./queue.conformance.ts";

queueConformance("PostgreSQL", async () => {
  const { url, stop } = await startPostgres();
  return { store: { kind: "postgres", createPool: (onError) => createQueuePool(url, onError) }, close: stop };
});
