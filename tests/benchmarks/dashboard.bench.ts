/**
 * The dashboard in Chromium, on the embedded service: first paint of the live page, from settled to visible, from a
 * filter to its rows, frames while scrolling through all rows, figures over time, and the size of scripts.
 *
 * npx tsx tests/benchmarks/dashboard.bench.ts [stored records, default 100000] [repetitions, default 40]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { quantile } from "../../evaluation/statistics/quantile.ts";
import { PgliteDatabase } from "../../service/storage/database/pglite-database.ts";
import { Api } from "../helpers/api.ts";
import { TestBrowser } from "../helpers/browser.ts";
import { provideDashboard } from "../helpers/built-dashboard.ts";
import { FILL_POLICIES, fillVerdicts } from "../helpers/fill-verdicts.ts";
import { scriptSizes } from "../helpers/script-sizes.ts";
import { startServiceProcess } from "../helpers/service-process.ts";
import {
  filterToResult,
  firstPaints,
  type Measuring,
  scrolling,
  settledToVisible,
} from "./dashboard/measures.ts";

const KEY = "benchmark-key-0123456789";
/** So that minutes are as full as those of a busy service. */
const DAYS = 7;
const HOURS = { "an hour": 1, "a day": 24, "58 hours": 58, "a week": 168, "30 days": 720 };

const records = Number(process.argv[2] ?? 100_000);
const repetitions = Number(process.argv[3] ?? 40);

const row = (name: string, ...cells: readonly string[]): void =>
  console.log(`| ${name} | ${cells.join(" | ")} |`);
const ms = (value: number | null): string =>
  value === null ? "–" : `${value.toFixed(value < 100 ? 1 : 0)} ms`;

/** A line with median, 95th percentile and maximum. */
function print(name: string, times: readonly number[]): void {
  const ascending = times.toSorted((a, b) => a - b);
  row(name, ...[0.5, 0.95, 1].map((q) => ms(quantile(ascending, q))), `${times.length}`);
}

async function fill(directory: string): Promise<void> {
  const database = new PgliteDatabase({ directory, onError: console.error });
  await database.start();
  await fillVerdicts(database, records, {
    end: new Date(),
    days: DAYS,
    onProgress: (stored) => {
      if (stored % 100_000 === 0) console.error(`${stored} records`);
    },
  });
  await database.close();
}

async function measureAll(measuring: Measuring, url: string): Promise<void> {
  console.log("| | p50 | p95 | max | times |\n|---|---:|---:|---:|---:|");
  const { paint, row: firstRow } = await firstPaints(measuring, Math.ceil(repetitions / 4));
  print("live page: first paint", paint);
  print("live page: first row", firstRow);
  print("from a filter to its rows", await filterToResult(measuring, repetitions, records));
  for (const [name, hours] of Object.entries(HOURS)) {
    print(`GET /stats, ${name}`, await statsTimes(url, hours));
  }
  const { down, up, megabytes } = await scrolling(measuring, records);
  print("scrolling down, loading all: frame", down.frames);
  print("… long tasks", down.longTasks);
  print("scrolling up through all: frame", up.frames);
  print("… long tasks", up.longTasks);
  print("from settled to visible", await settledToVisible(measuring, repetitions));
  console.log(`\nCPU of the main thread for a frame: ${ms(down.cpuPerFrame)} down, ${ms(up.cpuPerFrame)} up`);
  console.log(
    `all rows loaded: ${down.rows} of ${records} exist in the page, ${megabytes.toFixed(0)} MB of heap`,
  );
}

async function statsTimes(url: string, hours: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < repetitions; n += 1) {
    const since = new Date(Date.now() - hours * 3_600_000).toISOString();
    const started = performance.now();
    const response = await fetch(`${url}/stats?since=${since}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    if (!response.ok) throw new Error(await response.text());
    await response.json();
    times.push(performance.now() - started);
  }
  return times;
}

function printSizes(): void {
  const { pages, total, files } = scriptSizes();
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  const sizes = pages.map(({ bytes }) => bytes).toSorted((a, b) => a - b);
  console.log(
    `scripts, gzip: ${kilobytes(sizes[0] ?? 0)} to ${kilobytes(sizes.at(-1) ?? 0)} for a page, ${kilobytes(total)} in all ${files} files`,
  );
}

await provideDashboard();
const directory = mkdtempSync(join(tmpdir(), "gavel-bench-"));
try {
  await fill(directory);
  const service = await startServiceProcess("tests/benchmarks/instant-service.ts", {
    GAVEL_API_KEY: KEY,
    GAVEL_LOG_LEVEL: "warn",
    DATA_DIR: directory,
  });
  const browser = await TestBrowser.launch(service.url);
  try {
    const api = new Api(service.url, KEY);
    for (let n = 1; n <= FILL_POLICIES; n += 1) {
      await api.putPolicy(`policy-${n}`, `# Policy ${n}\n\nNo spam.\n`);
    }
    const { model = "?" } = cpus()[0] ?? {};
    console.log(
      `${records} records of ${FILL_POLICIES} policies in ${DAYS} days; ${cpus().length} cores, ${model}, Node ${process.version}; load ${loadavg()[0]?.toFixed(1)}\n`,
    );
    await measureAll({ browser, api, key: KEY }, service.url);
    printSizes();
  } finally {
    await browser.close();
    await service.stop();
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
