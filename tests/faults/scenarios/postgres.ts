import { setTimeout as sleep } from "node:timers/promises";
import { launchPostgres } from "../../helpers/postgres.ts";
import type { Constellation } from "../constellation.ts";
import { MODEST, type Scenario } from "../scenario.ts";

/** How PostgreSQL fails, under load. */
export const POSTGRES_SCENARIOS: readonly Scenario[] = [
  {
    name: "postgres-restart",
    summary: "PostgreSQL is stopped and starts again 3 s later",
    streams: MODEST,
    fault: async ({ postgres }) => {
      await postgres.server.stop({ keepData: true });
      await sleep(3000);
      await startAgain(postgres);
    },
  },
];

async function startAgain(postgres: Constellation["postgres"]): Promise<void> {
  postgres.server = await launchPostgres({ existing: postgres.server });
}
