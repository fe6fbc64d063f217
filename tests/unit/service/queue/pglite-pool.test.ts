import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PglitePool } from "../../../../service/queue/pglite-pool.ts";
import { eventually } from "../../../helpers/eventually.ts";

describe("PglitePool", () => {
  let pglite: PGlite;
  let pool: PglitePool;
  beforeAll(async () => {
    pglite = await PGlite.create();
    await pglite.exec("CREATE TABLE t (n int)");
    pool = new PglitePool(pglite);
  });
  afterAll(() => pglite.close());

  const numbers = async (): Promise<unknown[]> =>
    (await pool.query<{ n: number }>("SELECT n FROM t ORDER BY n", [])).rows.map(({ n }) => n);

  it("returns rows and counts like pg", async () => {
    expect(await pool.query("INSERT INTO t SELECT unnest($1::int[])", [[1, 2, 3]])).toEqual({
      rows: [],
      rowCount: 3,
    });
    expect(await pool.query("SELECT 1 AS one")).toEqual({ rows: [{ one: 1 }], rowCount: 1 });
    expect(
      await pool.query("-- two commands;\nDELETE FROM t WHERE n = 1;\nSELECT count(*)::int AS left FROM t;"),
    ).toMatchObject({
      rows: [{ left: 2 }],
    });
    await pool.query("DELETE FROM t");
  });

  it("reserves the session for a transaction: no other statement runs in it", async () => {
    const client = await pool.connect();
    await client.query("-- open\nBEGIN");
    await client.query("INSERT INTO t VALUES ($1)", [1]);
    const order: string[] = [];
    const others = [
      pool.query("INSERT INTO t VALUES (2)").then(() => order.push("pool")),
      pglite.query("INSERT INTO t VALUES (3)").then(() => order.push("pglite")),
      pglite.transaction((tx) => tx.query("INSERT INTO t VALUES (4)")).then(() => order.push("transaction")),
    ];
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(order).toEqual([]);
    await client.query("ROLLBACK");
    await Promise.all(others);
    expect(await numbers()).toEqual([2, 3, 4]);
    await client.query("BEGIN");
    await client.query("DELETE FROM t");
    await client.query("COMMIT");
    client.release();
    expect(await numbers()).toEqual([]);
  });

  it("runs the transactions of two clients one after the other", async () => {
    const [first, second] = [await pool.connect(), await pool.connect()];
    await first.query("BEGIN");
    const waiting = second.query("BEGIN").then(() => second.query("INSERT INTO t VALUES (20)"));
    await first.query("INSERT INTO t VALUES (10)");
    await first.query("COMMIT");
    await waiting;
    await second.query("COMMIT");
    expect(await numbers()).toEqual([10, 20]);
    await pool.query("DELETE FROM t");
  });

  it("rolls back a transaction that is released before its end, and one that failed", async () => {
    const released = await pool.connect();
    await released.query("BEGIN");
    await released.query("INSERT INTO t VALUES (1)");
    released.release();
    const failed = await pool.connect();
    await failed.query("BEGIN");
    await failed.query("INSERT INTO t VALUES (2)");
    await expect(failed.query("SELECT no_such_column")).rejects.toMatchObject({ code: "42703" });
    // PostgreSQL turns the COMMIT of a failed transaction into a ROLLBACK.
    await expect(failed.query("COMMIT")).rejects.toThrow();
    failed.release();
    expect(await numbers()).toEqual([]);
  });

  it("passes on notifications until the client is released", async () => {
    const client = await pool.connect();
    const heard: unknown[] = [];
    client.on("notification", (message) => heard.push(message));
    await client.query("-- Subscribe; to jobs.\n\n-- (twice)\nLISTEN some_channel;\n");
    await pglite.query("SELECT pg_notify('some_channel', 'one')");
    await eventually(() => expect(heard).toEqual([{ channel: "some_channel", payload: "one" }]));
    client.release();
    await pglite.query("SELECT pg_notify('some_channel', 'two')");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toHaveLength(1);
  });

  it("does not end the session, which belongs to the database", async () => {
    await pool.end();
    expect(await numbers()).toEqual([]);
  });
});
