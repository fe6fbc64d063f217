/**
 * What the service costs around an engine that returns at once: sustained requests, latency at a modest rate,
 * and a burst; on the embedded default and on Redis and PostgreSQL, in one run.
 *
 * npx tsx tests/benchmarks/service.bench.ts [seconds of sustained load, default 20] [repetitions, default 3]
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { median } from "../../engine/local/bench/median.ts";
import { Api } from "../helpers/api.ts";
import { launchPostgres } from "../helpers/postgres.ts";
import { launchRedis } from "../helpers/redis.ts";
import { startServiceProcess } from "../helpers/service-process.ts";

const KEY = "benchmark-key-0123456789";
const CONCURRENCY = 64;
const MODEST_RATE = 50;
const BURST = 10_000;
const POLICY = "# Spam\n\nDecide whether the content is spam: unsolicited or deceptive promotion.\n";

const seconds = Number(process.argv[2] ?? 20);
const repetitions = Number(process.argv[3] ?? 3);

interface LoadResult {
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly ids: readonly string[];
}

interface Row {
  readonly perSecond: number;
  readonly p50AtModestRate: number;
  readonly p99AtModestRate: number;
  readonly burstAccepted: number;
  readonly burstRefused: number;
  readonly burstAcceptSeconds: number;
  readonly burstJudgedSeconds: number;
  readonly lost: number;
}

async function load(url: string, ...args: readonly (string | number)[]): Promise<LoadResult> {
  const script = new URL("load.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", script, url, KEY, "bench", ...args.map(String)],
    { maxBuffer: 1 << 28 },
  );
  return JSON.parse(stdout) as LoadResult;
}

/** Polls until every accepted id has been judged. Returns how many never were. */
async function lostOf(api: Api, ids: readonly string[], limitMs: number): Promise<number> {
  const end = Date.now() + limitMs;
  for (;;) {
    const done = new Set((await api.verdicts("&status=completed")).map(({ id }) => id));
    const left = ids.filter((id) => !done.has(id)).length;
    if (left === 0 || Date.now() > end) return left;
    await sleep(200);
  }
}

async function measure(env: Readonly<Record<string, string>>): Promise<Row> {
  const service = await startServiceProcess("tests/benchmarks/instant-service.ts", {
    GAVEL_API_KEY: KEY,
    GAVEL_LOG_LEVEL: "warn",
    ...env,
  });
  try {
    const api = new Api(service.url, KEY);
    await api.putPolicy("bench", POLICY);
    await load(service.url, "closed", CONCURRENCY, 2, "wait=30");

    const modest = await load(service.url, "open", MODEST_RATE, 10, "wait=30");
    const sustained = await load(service.url, "closed", CONCURRENCY, seconds, "wait=30");
    const started = performance.now();
    const burst = await load(service.url, "burst", BURST, 256, "respond-async");
    const burstLost = await drained(api, burst.ids, started);
    const lost = (await lostOf(api, [...modest.ids, ...sustained.ids], 60_000)) + burstLost.lost;
    return {
      perSecond: (sustained.statuses["200"] ?? 0) / sustained.seconds,
      p50AtModestRate: modest.p50,
      p99AtModestRate: modest.p99,
      burstAccepted: burst.statuses["202"] ?? 0,
      burstRefused: burst.statuses["503"] ?? 0,
      burstAcceptSeconds: burst.seconds,
      burstJudgedSeconds: burstLost.seconds,
      lost,
    };
  } finally {
    await service.stop();
  }
}

/** Waits for an empty queue, cheaply, and then counts lost items. */
async function drained(
  api: Api,
  ids: readonly string[],
  started: number,
): Promise<{ seconds: number; lost: number }> {
  const end = Date.now() + 300_000;
  for (;;) {
    const waiting = [...(await api.verdicts("&status=queued")), ...(await api.verdicts("&status=running"))];
    if (waiting.length === 0 || Date.now() > end) break;
    await sleep(100);
  }
  const seconds = (performance.now() - started) / 1000;
  return { seconds, lost: await lostOf(api, ids, 60_000) };
}

const redis = await launchRedis();
const postgres = await launchPostgres({ durable: true });
const rows = new Map<string, Row[]>([
  ["embedded (PGlite)", []],
  ["Redis + PostgreSQL", []],
]);
try {
  for (let n = 0; n < repetitions; n += 1) {
    for (const [name, results] of n % 2 === 0 ? [...rows] : [...rows].toReversed()) {
      const data = mkdtempSync(join(tmpdir(), "gavel-bench-"));
      const env = name.startsWith("embedded")
        ? { DATA_DIR: data }
        : { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
      const row = await measure(env);
      console.error(name, JSON.stringify(row));
      results.push(row);
      rmSync(data, { recursive: true, force: true });
    }
  }
} finally {
  await postgres.stop();
  await redis.stop();
}

console.log(
  `${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, Node ${process.version}, median of ${repetitions}`,
);
console.log("the load generator, Redis and PostgreSQL run on the same cores\n");
const line = (name: string, value: (row: Row) => number, digits = 0): string =>
  `| ${name} | ${[...rows.values()].map((results) => median(results.map(value)).toFixed(digits)).join(" | ")} |`;
console.log(`| | ${[...rows.keys()].join(" | ")} |`);
console.log("|---|---:|---:|");
console.log(line(`synchronous requests/s, ${CONCURRENCY} at a time`, (row) => row.perSecond));
console.log(line(`latency at ${MODEST_RATE} requests/s, p50 ms`, (row) => row.p50AtModestRate, 1));
console.log(line(`latency at ${MODEST_RATE} requests/s, p99 ms`, (row) => row.p99AtModestRate, 1));
console.log(line(`burst of ${BURST}: accepted`, (row) => row.burstAccepted));
console.log(line("burst: refused with 503", (row) => row.burstRefused));
console.log(line("burst: seconds until every request had its response", (row) => row.burstAcceptSeconds, 1));
console.log(line("burst: seconds until the last was judged", (row) => row.burstJudgedSeconds, 1));
console.log(line("items lost", (row) => row.lost));
