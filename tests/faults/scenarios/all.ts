import type { Scenario } from "../scenario.ts";
import { OVERLOAD_SCENARIOS } from "./overload.ts";
import { POSTGRES_SCENARIOS } from "./postgres.ts";
import { REDIS_SCENARIOS } from "./redis.ts";
import { WORKER_SCENARIOS } from "./worker.ts";

/** Everything that `npm run faults` runs, in this order. */
export const SCENARIOS: readonly Scenario[] = [
  ...POSTGRES_SCENARIOS,
  ...REDIS_SCENARIOS,
  ...WORKER_SCENARIOS,
  ...OVERLOAD_SCENARIOS,
];
