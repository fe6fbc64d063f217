import { setTimeout as sleep } from "node:timers/promises";
import { administer, launchPostgres } from "../../helpers/postgres.ts";
import type { Constellation } from "../constellation.ts";
import { expectNotReady } from "../outcome.ts";
import { MODEST, type Scenario } from "../scenario.ts";

const OWN = "FROM pg_stat_activity WHERE usename = 'gavel'";
const TERMINATE_ALL = `SELECT pg_terminate_backend(pid) ${OWN}`;
/** The backend in a transaction, if there is one. */
const TERMINATE_ONE = `SELECT pg_terminate_backend(pid)
  FROM (SELECT pid ${OWN} ORDER BY xact_start NULLS LAST, query_start DESC LIMIT 1) AS busiest`;

/** How PostgreSQL fails, under load. */
export const POSTGRES_SCENARIOS: readonly Scenario[] = [
  {
    name: "postgres-restart",
    check: expectNotReady,
    summary: "PostgreSQL is stopped and starts again 3 s later",
    streams: MODEST,
    fault: async ({ postgres }) => {
      await postgres.server.stop({ keepData: true });
      await sleep(3000);
      await startAgain(postgres);
    },
  },
  {
    name: "postgres-kill",
    check: expectNotReady,
    summary: "every process of PostgreSQL is killed (SIGKILL), and it recovers from its log 3 s later",
    streams: MODEST,
    fault: async ({ postgres }) => {
      postgres.server.signal("SIGKILL");
      await sleep(3000);
      await startAgain(postgres);
    },
  },
  {
    name: "postgres-terminate",
    summary: "one busy backend after the other is terminated (pg_terminate_backend), 20 in 5 s",
    streams: MODEST,
    fault: async ({ postgres }) => {
      for (let n = 0; n < 20; n += 1) {
        await administer(postgres.server.url, TERMINATE_ONE);
        await sleep(250);
      }
    },
  },
  {
    name: "postgres-freeze",
    check: expectNotReady,
    summary: "PostgreSQL does not respond for 20 s (SIGSTOP) and then continues",
    streams: MODEST,
    fault: async ({ postgres }) => {
      postgres.server.signal("SIGSTOP");
      await sleep(20_000);
      postgres.server.signal("SIGCONT");
    },
  },
  {
    name: "postgres-refuse",
    check: expectNotReady,
    summary: "connections to PostgreSQL are reset, and new ones refused for 5 s",
    streams: MODEST,
    fault: async ({ postgres }) => {
      await postgres.proxy.refuse();
      await sleep(5000);
      await postgres.proxy.restore();
    },
  },
  {
    name: "postgres-mute",
    summary: "open connections to PostgreSQL stay open but carry no data; new ones work",
    streams: MODEST,
    fault: async ({ postgres }) => postgres.proxy.muteOpen(),
    settleSeconds: 30,
  },
  {
    name: "postgres-mute-all",
    check: expectNotReady,
    summary: "every connection to PostgreSQL, new ones too, stays open and carries nothing for 20 s",
    streams: MODEST,
    fault: async ({ postgres }) => {
      postgres.proxy.muteAll();
      await sleep(20_000);
      await postgres.proxy.restore();
    },
    settleSeconds: 25,
  },
  {
    name: "postgres-full",
    check: expectNotReady,
    summary: "PostgreSQL is out of connections for 5 s, after it has closed the service's",
    streams: MODEST,
    fault: async ({ postgres }) => {
      await administer(postgres.server.url, "ALTER ROLE gavel CONNECTION LIMIT 0", TERMINATE_ALL);
      await sleep(5000);
      await administer(postgres.server.url, "ALTER ROLE gavel CONNECTION LIMIT -1");
    },
  },
];

async function startAgain(postgres: Constellation["postgres"]): Promise<void> {
  postgres.server = await launchPostgres({ existing: postgres.server });
}
