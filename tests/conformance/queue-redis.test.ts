import { startRedis } from "../helpers/redis.ts";
import { queueConformance } from "./queue.conformance.ts";

queueConformance("Redis", async () => {
  const { url, stop } = await startRedis();
  return { store: { kind: "redis", url }, close: stop };
});
