import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerdictStore } from "../../../service/judging/verdict-store.ts";
import type { RunningServer } from "../../../service/http/server.ts";
import { openDatabase } from "../../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../../service/storage/verdicts/verdict-store.ts";
import { startPglite } from "../../helpers/pglite.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { SseConnection } from "../../helpers/sse-client.ts";
import { newCompletion, newFailure, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import { KEY, startStreamServer } from "./stream-server.ts";

const BACK_ENDS = {
  /** Only one process may use the files: two servers share its one store. */
  PGlite: async () => {
    const { database, stop } = await startPglite();
    return { databases: [database], stop };
  },
  /** The connections of three processes. */
  PostgreSQL: async () => {
    const server = await startPostgres();
    const databases = Array.from({ length: 3 }, () =>
      openDatabase({ databaseUrl: server.url, dataDirectory: "" }),
    );
    await Promise.all(databases.map((database) => database.start()));
    const stop = async (): Promise<void> => {
      for (const database of databases) await database.close();
      await server.stop();
    };
    return { databases, stop };
  },
};

/** Settles one record in one of the possible ways. */
async function settle(store: VerdictStore, policyId: string, way: number): Promise<void> {
  const content = uuidv7();
  const [item, follower] = [newItem({ policyId, content }), newItem({ policyId, content })];
  await store.create(way === 3 ? [item, follower] : [item]);
  if (way === 0) await store.complete(item.id, newCompletion());
  else if (way === 1) await store.fail(item.id, newFailure());
  else if (way === 2) await store.erase(item.id);
  else await store.complete(item.id, violating());
}

interface Following {
  /** The position before the first record. */
  readonly first: SseConnection;
  readonly urls: readonly string[];
  /** The number of events after which each connection is dropped, in a cycle. */
  readonly drops: readonly number[];
  readonly isWritten: () => boolean;
  readonly expected: () => Promise<readonly string[]>;
}

/** Follows over consecutive connections, each to the next server. */
async function follow(path: string, options: Following): Promise<readonly string[]> {
  const { first, urls, drops, isWritten, expected } = options;
  const seen: string[] = [];
  let stream = first;
  for (let connection = 1; connection < 500; connection += 1) {
    expect(stream.response.status).toBe(200);
    // A client cannot resume from what it has not received, including the first id.
    if (connection === 1) await stream.block();
    const limit = drops[connection % drops.length] ?? 1;
    // A silent connection is dropped too, so that some end with only their first id.
    const timer = setTimeout(() => stream.drop(), isWritten() ? 400 : 40);
    for (let events = 0; events < limit; events += 1) {
      const record = await stream.nextRecord();
      if (record === null) break;
      seen.push(record.id);
    }
    clearTimeout(timer);
    stream.drop();
    if (isWritten() && seen.length >= (await expected()).length) return seen;
    const url = `${urls[connection % urls.length]}${path}`;
    stream = await SseConnection.open(url, { key: KEY, lastEventId: stream.lastEventId });
  }
  return seen;
}

describe.each(Object.entries(BACK_ENDS))("a stream on %s that is dropped and resumed", (_name, open) => {
  let opened: Awaited<ReturnType<typeof open>>;
  const stores: DatabaseVerdictStore[] = [];
  const servers: RunningServer[] = [];
  beforeAll(async () => {
    opened = await open();
    for (const database of opened.databases) {
      const store = new DatabaseVerdictStore(database);
      await store.start();
      stores.push(store);
    }
    for (const store of [stores[0], stores.at(-1)]) if (store) servers.push(await startStreamServer(store));
  });
  afterAll(async () => {
    for (const server of servers) await server.close({ graceMs: 1000 });
    for (const store of stores) store.close();
    await opened.stop();
  });

  it("sends each record exactly once and in order, while several writers settle", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(3), { minLength: 3, maxLength: 20 }), { minLength: 2, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (writers, drops, violatingOnly) => {
          const policyId = uuidv7();
          let isWritten = false;
          const filter = {
            policyId,
            settled: true,
            ...(violatingOnly ? { violation: 1 as const } : {}),
          } as const;
          const expected = async (): Promise<readonly string[]> =>
            (await stores[0]!.list({ filter, limit: 1000, order: "asc" })).records.map(({ id }) => id);
          const path = `/verdicts/stream?policy_id=${policyId}${violatingOnly ? "&violation=1" : ""}`;
          const first = await SseConnection.open(`${servers[0]!.url}${path}`, { key: KEY });
          const written = Promise.all(
            writers.map(async (ways, index) => {
              const store = stores[index % stores.length]!;
              for (const way of ways) await settle(store, policyId, way);
            }),
          ).finally(() => (isWritten = true));
          const [seen] = await Promise.all([
            follow(path, {
              first,
              urls: servers.map(({ url }) => url),
              drops: [...drops, 20],
              isWritten: () => isWritten,
              expected,
            }),
            written,
          ]);
          expect(seen).toEqual(await expected());
        },
      ),
      { numRuns: 12 },
    );
  });
});
