import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { STATS_STEPS } from "../../service/judging/stats-period.ts";
import { PgliteDatabase } from "../../service/storage/database/pglite-database.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { makeDataDirectory } from "../helpers/pglite.ts";
import { type RunningScript, runScript } from "../helpers/run-script.ts";
import { newItem } from "../helpers/stores.ts";
import { eventually } from "../helpers/eventually.ts";

describe("PGlite, killed", () => {
  const running: RunningScript[] = [];
  afterEach(async () => {
    for (const script of running.splice(0)) await script.kill();
  });

  function startWriting(directory: string): RunningScript {
    const script = runScript("helpers/scripts/write-records.ts", [directory]);
    running.push(script);
    return script;
  }

  async function open(
    directory: string,
  ): Promise<{ database: PgliteDatabase; verdicts: DatabaseVerdictStore }> {
    const database = new PgliteDatabase({ directory, onError: () => undefined });
    await database.start();
    return { database, verdicts: new DatabaseVerdictStore(database) };
  }

  it("keeps every acknowledged record, over several kills", async () => {
    const directory = makeDataDirectory();
    const answered = new Map<string, string>();
    for (const enough of [150, 400, 250]) {
      const script = startWriting(directory.path);
      await eventually(() => expect(script.lines.length).toBeGreaterThan(enough));
      await script.kill();
      for (const line of script.lines) {
        const [event = "", id] = line.split(" ");
        if (id !== undefined) answered.set(id, event);
      }
    }
    const { database, verdicts } = await open(directory.path);
    const records = await Promise.all([...answered.keys()].map((id) => verdicts.get(id)));
    const lost = [...answered].filter(([, event], index) =>
      event === "completed" ? records[index]?.status !== "completed" : records[index] === null,
    );
    expect(lost).toEqual([]);
    expect(answered.size).toBeGreaterThan(100);
    // The figures over time contain each settled record once, in the sums of each step.
    const settled = (await database.pglite.query("SELECT 1 FROM gavel.verdicts WHERE settled_at IS NOT NULL"))
      .rows;
    const { rows: sums } = await database.pglite.query(
      `SELECT step_seconds, sum(violation + allowed + failed + expired)::int AS count
       FROM gavel.verdict_stats GROUP BY 1 ORDER BY 1`,
    );
    expect(sums).toEqual(
      STATS_STEPS.map(({ seconds }) => ({ step_seconds: seconds, count: settled.length })),
    );
    // The database is intact: every table and index can be read and rewritten.
    await database.pglite.exec("VACUUM (FULL, ANALYZE)");
    await database.pglite.exec("REINDEX SCHEMA gavel");
    await database.close();
    directory.remove();
  });

  it("starts again after it was killed while the database was being created", async () => {
    const directory = makeDataDirectory({ empty: true });
    const script = startWriting(directory.path);
    await eventually(() => expect(directory.entries()).toContain("pgdata.new"));
    await script.kill();
    expect(script.lines).toEqual([]);
    const { database, verdicts } = await open(directory.path);
    await verdicts.create([newItem()]);
    expect(await verdicts.countUnsettled()).toBe(1);
    await database.close();
    expect(directory.entries()).toEqual(["pgdata"]);
    directory.remove();
  });

  it("is refused to a second process while the first is running, and free when that has ended", async () => {
    const directory = makeDataDirectory();
    const script = startWriting(directory.path);
    await eventually(() => expect(script.lines).toContain("started"));
    const message = new RegExp(
      `^The data directory is in use by process ${script.process.pid}: .*DATA_DIR.*$`,
    );
    await expect(open(directory.path)).rejects.toThrow(message);
    await script.kill();
    const { database } = await open(directory.path);
    await expect(open(directory.path)).rejects.toThrow(`in use by process ${process.pid}`);
    await database.close();
    // The states in which a crash may leave the lock file.
    writeFileSync(join(directory.path, "gavel.lock"), "");
    await (await open(directory.path)).database.close();
    directory.remove();
  });
});
