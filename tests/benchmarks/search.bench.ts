/**
 * Searches of stored records on PostgreSQL: the time of each kind of search, in the database and as a page of 50 records.
 *
 * npx tsx tests/benchmarks/search.bench.ts [records, default 1000000] [searches of each kind, default 200]
 */
import { cpus } from "node:os";
import { quantile } from "../../evaluation/statistics/quantile.ts";
import type { VerdictFilter } from "../../service/judging/verdict-filter.ts";
import { exportBody } from "../../service/http/verdict-export.ts";
import { openDatabase } from "../../service/storage/database/open-database.ts";
import { DatabaseVerdictStore } from "../../service/storage/verdicts/verdict-store.ts";
import { FILL_DAYS, fillVerdicts } from "../helpers/fill-verdicts.ts";
import { launchPostgres } from "../helpers/postgres.ts";

const DAY_MS = 86_400_000;
const PAGE = 50;

const records = Number(process.argv[2] ?? 1_000_000);
const searches = Number(process.argv[3] ?? 200);
const end = new Date();

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

function daysAgo(days: number): string {
  return new Date(end.getTime() - days * DAY_MS).toISOString();
}

/** One of the last 80 days, as `since` and `until`. */
function someDay(): VerdictFilter {
  const ago = 1 + below(80);
  return { since: daysAgo(ago), until: daysAgo(ago - 1) };
}

const rareWord = (): string => `w${20_000 + below(10_000)}`;
const category = (): VerdictFilter => ({ policyId: "policy-1", category: `P1.${below(10)}` });

const KINDS: Readonly<Record<string, () => VerdictFilter>> = {
  "policy and violation (no search)": () => ({ policyId: `policy-${1 + below(20)}`, violation: 1 }),
  "external id (no search)": () => ({ externalId: `post-${1 + below(records)}` }),
  category: () => ({ category: `P${1 + below(20)}.${below(10)}` }),
  "category, violations of one day": () => ({ ...category(), violation: 1, ...someDay() }),
  "category that no verdict has": () => ({ category: "none" }),
  rule: () => ({ ruleId: `P${1 + below(20)}.${below(10)}.a` }),
  "low confidence (5 %)": () => ({ confidence: "low" }),
  "low confidence of a small policy": () => ({ policyId: `policy-${2 + below(19)}`, confidence: "low" }),
  "score in a range of 0.001": () => {
    const minScore = Math.random() * 0.999;
    return { minScore, maxScore: minScore + 0.001 };
  },
  "score of at least 0.5": () => ({ minScore: 0.5 }),
  "one day": someDay,
  "failed, one day of a policy": () => ({
    policyId: `policy-${1 + below(20)}`,
    status: "failed",
    ...someDay(),
  }),
  "metadata: a user (1 in 10,000)": () => ({ metadata: { key: "user", value: String(below(10_000)) } }),
  "metadata: a source (half)": () => ({ metadata: { key: "source", value: "forum" } }),
  "a rare word": () => ({ rationale: rareWord() }),
  "a frequent word": () => ({ rationale: `w${below(3)}` }),
  "a rare and a frequent word": () => ({ rationale: `${rareWord()} w0` }),
  "a phrase of frequent words": () => ({ rationale: '"w0 w1"' }),
  "a word, of a policy, in 30 days": () => ({
    policyId: `policy-${1 + below(20)}`,
    rationale: `w${500 + below(500)}`,
    since: daysAgo(31 + below(50)),
    until: daysAgo(1),
  }),
  "review state (1 in 1,000)": () => ({ reviewState: "needs_review" }),
  "review state and category": () => ({ reviewState: "needs_review", category: `P1.${below(10)}` }),
};

const server = await launchPostgres({ durable: true });
const database = openDatabase({ databaseUrl: server.url, dataDirectory: "" });
try {
  await database.start();
  const started = performance.now();
  await fillVerdicts(database, records, {
    end,
    onProgress: (stored) => {
      if (stored % 100_000 === 0) {
        console.error(`${stored} records, ${Math.round((performance.now() - started) / 1000)} s`);
      }
    },
  });
  const store = new DatabaseVerdictStore(database);
  console.log(
    `${records} records over ${FILL_DAYS} days, ${cpus().length} cores, a page of ${PAGE}; ${searches} searches of a kind\n`,
  );
  console.log("| search | p50 | p95 | records found |\n|---|---:|---:|---:|");
  for (const [name, filter] of Object.entries(KINDS)) {
    let found = 0;
    const print = await timed(async () => {
      const order = Math.random() < 0.8 ? "desc" : "asc";
      found += (await store.list({ filter: filter(), limit: PAGE, order })).records.length;
    });
    console.log(`| ${name} | ${print} | ${(found / (searches + 1)).toFixed(1)} |`);
  }
  const byDay = { by: ["day", "outcome"] as const, since: daysAgo(30).slice(0, 10) };
  console.log(`| counts by day and outcome, 30 days | ${await timed(() => store.counts(byDay))} | |`);
  console.log(
    `| counts by policy and category, all | ${await timed(() => store.counts({ by: ["policy", "category"] }))} | |`,
  );
  const filter = { policyId: "policy-1", violation: 1 } as const;
  const exportStarted = performance.now();
  let lines = 0;
  for await (const chunk of exportBody(store, { filter, order: "desc" }, "csv")) {
    lines += Buffer.from(chunk).toString("latin1").split("\n").length - 1;
  }
  const seconds = (performance.now() - exportStarted) / 1000;
  console.log(
    `\nexport as CSV: ${lines} lines in ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} a second`,
  );
} finally {
  await database.close();
  await server.stop();
}

/** Median and 95th percentile of one call. The first is not counted. */
async function timed(call: () => Promise<unknown>): Promise<string> {
  await call();
  const times: number[] = [];
  for (let run = 0; run < searches; run += 1) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return [0.5, 0.95].map((q) => `${(quantile(times, q) ?? 0).toFixed(1)} ms`).join(" | ");
}
