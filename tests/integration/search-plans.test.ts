import { type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerdictFilter } from "../../service/judging/verdict-filter.ts";
import { type Database, rowsOf } from "../../service/storage/database/database.ts";
import { openDatabase } from "../../service/storage/database/open-database.ts";
import { pageStatement } from "../../service/storage/verdicts/verdict-list.ts";
import { fillVerdicts } from "../helpers/fill-verdicts.ts";
import { startPostgres, type TestServer } from "../helpers/postgres.ts";

const RECORDS = 20_000;
const end = new Date("2026-11-28T00:00:00Z");

let server: TestServer;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
  database = openDatabase({ databaseUrl: server.url, dataDirectory: "" });
  await database.start();
  await fillVerdicts(database, RECORDS, { end });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** The plan of the page of a search, as text. */
async function planOf(filter: VerdictFilter, order: "asc" | "desc"): Promise<string> {
  return database.run(async (session) => {
    const statement: SQL = await pageStatement(session, { filter, order, limit: 50 });
    const rows = await rowsOf<{ readonly "QUERY PLAN": string }>(session, sql`EXPLAIN ${statement}`);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

const CASES: Readonly<Record<string, VerdictFilter>> = {
  policy: { policyId: "policy-3" },
  violations: { violation: 1 },
  "external id": { externalId: "post-77" },
  "review state": { reviewState: "needs_review" },
  category: { category: "P3.1" },
  "category of a policy": { policyId: "policy-3", category: "P3.1", violation: 1 },
  rule: { ruleId: "P3.1.a" },
  confidence: { confidence: "low" },
  "narrow score": { minScore: 0.5, maxScore: 0.5001 },
  "wide score": { minScore: 0.2 },
  "a day": { since: "2026-10-01T00:00:00Z", until: "2026-10-02T00:00:00Z" },
  "violations of a category on a day": {
    policyId: "policy-1",
    category: "P1.1",
    violation: 1,
    since: "2026-11-26T00:00:00Z",
    until: "2026-11-27T00:00:00Z",
  },
  "rare metadata": { metadata: { key: "user", value: "77" } },
  "frequent metadata": { metadata: { key: "source", value: "forum" } },
  "a rare word": { rationale: "w25000" },
  "a frequent word": { rationale: "w1" },
  "words and a policy": { policyId: "policy-2", rationale: "w1 w25000" },
  "category and external id": { category: "P1.1", externalId: "post-80" },
};

describe("searches on PostgreSQL", () => {
  it.each(Object.entries(CASES))("find by %s without reading a whole table", async (_, filter) => {
    for (const order of ["asc", "desc"] as const) {
      expect(await planOf(filter, order)).not.toContain("Seq Scan");
    }
  });

  it("read only the positions of the days in question", async () => {
    const plan = await planOf({ since: "2026-10-01T00:00:00Z", until: "2026-10-02T00:00:00Z" }, "desc");
    expect(plan).toMatch(/Index Cond: .*settled_position >= .*settled_position <= /);
  });
});
