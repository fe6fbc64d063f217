import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { Admission } from "../../service/judging/admission.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { DatabaseBacklogStore } from "../../service/storage/backlog/backlog-store.ts";
import type { Database } from "../../service/storage/database/database.ts";
import { DatabaseKeyStore } from "../../service/storage/keys/key-store.ts";
import { openDatabase } from "../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { DatabaseWorkerStore } from "../../service/storage/heartbeats/worker-store.ts";
import { eventually } from "../helpers/eventually.ts";
import { startPostgres } from "../helpers/postgres.ts";
import { newItem } from "../helpers/stores.ts";

const WAITING =
  "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
const NOT_READY = { status: "rejected", reason: expect.objectContaining({ code: "not_ready" }) };

describe("a statement that PostgreSQL does not finish", () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  async function open(): Promise<{ database: Database; locker: pg.Client }> {
    const postgres = await startPostgres();
    closing.push(() => postgres.stop());
    const database = openDatabase({ databaseUrl: postgres.url, dataDirectory: "" });
    await database.start();
    closing.push(() => database.close());
    const locker = new pg.Client(postgres.url);
    await locker.connect();
    closing.push(() => locker.end());
    return { database, locker };
  }

  /** Nothing passes the lock, and the statement of the refused request still waits for it. */
  async function whileLocked(locker: pg.Client, table: string, refused: () => Promise<void>): Promise<void> {
    await locker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await refused();
    expect((await locker.query(WAITING)).rows.length).toBeGreaterThan(0);
    await locker.query("COMMIT");
  }

  it("refuses all requests that wait for the count of the backlog, and the next one counts again", async () => {
    const { database, locker } = await open();
    const config = readConfig({}).config;
    const admission = new Admission(
      config,
      new DatabaseBacklogStore(database, new DatabaseWorkerStore(database)),
    );
    const admit = () => admission.admit({ keyId: "a", items: 1, priority: "interactive", waitMs: 1000 });
    await whileLocked(locker, "gavel.verdicts", async () => {
      expect(await Promise.allSettled([admit(), admit(), admit()])).toEqual([
        NOT_READY,
        NOT_READY,
        NOT_READY,
      ]);
    });
    await admit();
  });

  it("refuses all requests that wait for the keys, and the next one reads them again", async () => {
    const { database, locker } = await open();
    const keys = new DatabaseKeyStore(database);
    const { key, id } = await keys.create("one", ["classify"]);
    await whileLocked(locker, "gavel.api_keys", async () => {
      const asked = [keys.authenticate(key), keys.authenticate(key)];
      expect(await Promise.allSettled(asked)).toEqual([NOT_READY, NOT_READY]);
    });
    expect(await keys.authenticate(key)).toMatchObject({ keyId: id });
  });

  it("refuses the items of a group commit, and the next one continues", async () => {
    const { database, locker } = await open();
    const verdicts = new DatabaseVerdictStore(database);
    await whileLocked(locker, "gavel.verdicts", async () => {
      const asked = [verdicts.create([newItem()]), verdicts.create([newItem()])];
      expect(await Promise.allSettled(asked)).toEqual([NOT_READY, NOT_READY]);
    });
    await eventually(() => verdicts.create([newItem()]));
  });
});
