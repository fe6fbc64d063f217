/**
 * A batch of 100,000 lines, 1 % of them bad, through a live service with an engine that returns at once, on Redis
 * and PostgreSQL: memory of the service by phase, how long it takes, and its effect on interactive callers.
 *
 * Then the same comparison for interactive callers if the engine is the bottleneck (500 ms an item, 64 at a time),
 * as it is with a real model: there the batch occupies every slot of the engine.
 *
 * npx tsx tests/benchmarks/batch.bench.ts [lines, default 100000] [repetitions of the interactive load, default 3]
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { cpus } from "node:os";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { median } from "../../engine/local/bench/median.ts";
import type { Batch } from "../../schemas/batch.ts";
import { Api } from "../helpers/api.ts";
import { launchPostgres } from "../helpers/postgres.ts";
import { launchRedis } from "../helpers/redis.ts";
import { startServiceProcess } from "../helpers/service-process.ts";

const KEY = "benchmark-key-0123456789";
const POLICY = "# Spam\n\nDecide whether the content is spam: unsolicited or deceptive promotion.\n";
/** At 64 items per half second this takes longer than the interactive load. */
const STEADY_LINES = 10_000;
const RATE = 20;
const LOAD_SECONDS = 10;
const SAMPLE_MS = 100;
const RUN_LIMIT_MS = 8 * 60_000;
const FILLER = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. ".repeat(4);

const lines = Number(process.argv[2] ?? 100_000);
const repetitions = Number(process.argv[3] ?? 3);

interface Load {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** Resident memory of a process in MiB, by phase. */
class MemorySampler {
  readonly #phases = new Map<string, number[]>();
  readonly #timer: NodeJS.Timeout;
  phase = "before";

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      const [, kilobytes = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      const samples = this.#phases.get(this.phase) ?? [];
      this.#phases.set(this.phase, samples);
      samples.push(Number(kilobytes) / 1024);
    }, SAMPLE_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  *rows(): Generator<readonly [phase: string, min: number, median: number, max: number]> {
    for (const [phase, samples] of this.#phases) {
      yield [phase, Math.min(...samples), median(samples), Math.max(...samples)];
    }
  }
}

function* body(count: number): Generator<string> {
  for (let n = 0; n < count; n += 1) {
    yield n % 100 === 99
      ? `{"content": broken ${n}\n`
      : `${JSON.stringify({ content: `${n} ${FILLER}`, id: n })}\n`;
  }
}

async function upload(url: string, count = lines): Promise<Batch> {
  const outgoing = request(`${url}/batches?policy_id=bench`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/jsonl" },
  });
  const answered = once(outgoing, "response");
  await pipeline(Readable.from(body(count)), outgoing);
  const [response] = (await answered) as [IncomingMessage];
  return (await json(response)) as Batch;
}

async function read(url: string, id: string): Promise<Batch> {
  const response = await fetch(`${url}/batches/${id}`, { headers: { authorization: `Bearer ${KEY}` } });
  return (await response.json()) as Batch;
}

/** Reads all results; returns their number and whether they are in input order. */
async function results(url: string, id: string): Promise<{ count: number; isOrdered: boolean }> {
  const response = await fetch(`${url}/batches/${id}/results`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  let rest = "";
  let count = 0;
  let isOrdered = true;
  const decoder = new TextDecoder();
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) isOrdered = part.startsWith(`{"line":${(count += 1)},`) && isOrdered;
  }
  return { count, isOrdered };
}

async function interactive(url: string): Promise<Load> {
  const script = new URL("load.ts", import.meta.url).pathname;
  const args = ["--import", "tsx", script, url, KEY, "bench", "open", RATE, LOAD_SECONDS, "wait=30"].map(
    String,
  );
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as Load;
}

function printInteractive(without: readonly Load[], during: readonly Load[]): void {
  console.log(
    `\n| interactive at ${RATE} requests/s, ms, median of ${repetitions} | p50 | p95 | p99 |\n|---|---:|---:|---:|`,
  );
  for (const [name, loadsOf] of [
    ["without a batch", without],
    ["during the batch", during],
  ] as const) {
    const figures = [
      loadsOf.map(({ p50 }) => p50),
      loadsOf.map(({ p95 }) => p95),
      loadsOf.map(({ p99 }) => p99),
    ];
    console.log(`| ${name} | ${figures.map((values) => median(values).toFixed(1)).join(" | ")} |`);
    console.error(
      name,
      JSON.stringify(loadsOf.map(({ p50, p95, p99, statuses }) => ({ p50, p95, p99, statuses }))),
    );
  }
}

/** How long interactive callers wait if the engine is the bottleneck, without a batch and with one. */
async function besideSteadyEngine(env: Readonly<Record<string, string>>): Promise<void> {
  const steady = await startServiceProcess("tests/benchmarks/steady-service.ts", env);
  try {
    await new Api(steady.url, KEY).putPolicy("bench", POLICY);
    await interactive(steady.url);
    const without: Load[] = [];
    for (let n = 0; n < repetitions; n += 1) without.push(await interactive(steady.url));
    const { id } = await upload(steady.url, STEADY_LINES);
    const during: Load[] = [];
    for (let n = 0; n < repetitions; n += 1) during.push(await interactive(steady.url));
    const { completed_at: ended } = await read(steady.url, id);
    console.log(
      `\nengine: 500 ms an item, 64 at a time${ended === null ? "" : "; the batch ended too soon"}`,
    );
    printInteractive(without, during);
  } finally {
    await steady.stop();
  }
}

const redis = await launchRedis();
const postgres = await launchPostgres({ durable: true });
const env = {
  GAVEL_API_KEY: KEY,
  GAVEL_LOG_LEVEL: "warn",
  REDIS_URL: redis.url,
  DATABASE_URL: postgres.url,
};
const service = await startServiceProcess("tests/benchmarks/instant-service.ts", env);
const memory = new MemorySampler(service.process.pid ?? 0);
try {
  await new Api(service.url, KEY).putPolicy("bench", POLICY);
  await interactive(service.url);
  const without: Load[] = [];
  for (let n = 0; n < repetitions; n += 1) without.push(await interactive(service.url));

  memory.phase = "upload";
  const uploadStart = performance.now();
  const accepted = await upload(service.url);
  const uploadSeconds = (performance.now() - uploadStart) / 1000;
  const runStart = performance.now();
  memory.phase = "run";
  const during: Load[] = [];
  const loads = (async () => {
    for (let n = 0; n < repetitions; n += 1) during.push(await interactive(service.url));
  })();
  let batch = accepted;
  while (batch.completed_at === null && performance.now() - runStart < RUN_LIMIT_MS) {
    await sleep(500);
    batch = await read(service.url, accepted.id);
  }
  const runSeconds = (performance.now() - runStart) / 1000;
  const endedFirst = during.length < repetitions;
  await loads;
  memory.phase = "results";
  const found = batch.completed_at === null ? null : await results(service.url, batch.id);
  memory.stop();

  console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, Node ${process.version}`);
  console.log("the load generator, Redis and PostgreSQL run on the same cores\n");
  console.log(
    JSON.stringify({ status: batch.status, lines: batch.lines, items: batch.items, results: found }),
  );
  if (endedFirst) console.log("the batch ended before the interactive load did");
  console.log(`\n| | |\n|---|---:|\n| upload, seconds | ${uploadSeconds.toFixed(1)} |`);
  console.log(`| judged within, seconds | ${runSeconds.toFixed(1)} |`);
  console.log(`| items judged a second | ${(batch.items.completed / runSeconds).toFixed(0)} |`);
  console.log("\n| resident memory of the service, MiB | min | median | max |\n|---|---:|---:|---:|");
  for (const [phase, ...figures] of memory.rows()) {
    console.log(`| ${phase} | ${figures.map((figure) => figure.toFixed(0)).join(" | ")} |`);
  }
  printInteractive(without, during);
  await service.stop();
  await besideSteadyEngine(env);
} finally {
  memory.stop();
  await service.kill();
  await postgres.stop();
  await redis.stop();
}
