/**
 * A whole service, built and started as users do, judges many items with a given number in flight, while its engine
 * process is killed (SIGKILL) halfway. Prints throughput, memory over time, and the outcome of every item; exits with 1
 * if one was lost or has no valid verdict.
 *
 *     npm run build
 *     GAVEL_MODEL_DIR=./model npx tsx tests/benchmarks/soak.bench.ts [--items 1000] [--in-flight 64]
 *         [--contents FILE, one text per line] [--policy library/spam] [--no-kill] [--service dist/service/main.js]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { median } from "../../engine/local/bench/median.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { Api } from "../helpers/api.ts";

const KEY = "soak-benchmark-key-0123456789";
const MIB = 1024 * 1024;

const { values: options } = parseArgs({
  options: {
    items: { type: "string", default: "1000" },
    "in-flight": { type: "string", default: "64" },
    contents: { type: "string" },
    policy: { type: "string", default: "policies/library/spam/policy.md" },
    "no-kill": { type: "boolean", default: false },
    service: { type: "string", default: "dist/service/main.js" },
  },
});
const items = Number(options.items);
const inFlight = Number(options["in-flight"]);

const dataDir = mkdtempSync(path.join(tmpdir(), "gavel-soak-"));
const started = performance.now();
const { child, url, output } = await startService();
console.log(`service ready after ${seconds(performance.now() - started)}`);
try {
  await soak(new Api(url, KEY));
} finally {
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

async function soak(api: Api): Promise<void> {
  await api.putPolicy("soak", readFileSync(options.policy, "utf8"));
  const contents = readContents();
  const ids: string[] = [];
  const memory: { at: number; service: number; engine: number }[] = [];
  let next = 0;
  let killed = options["no-kill"];
  const start = performance.now();
  const sampling = setInterval(
    () => memory.push({ at: performance.now() - start, ...residentMemory() }),
    1000,
  );
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < items) {
        const index = next++;
        if (index >= items / 2 && !killed) {
          killed = true;
          console.log(
            `engine process killed after ${seconds(performance.now() - start)}, ${ids.length} accepted`,
          );
          process.kill(enginePid(), "SIGKILL");
        }
        ids.push(await judged(api, `${contents[index % contents.length]!} (${index})`));
      }
    }),
  );
  const time = performance.now() - start;
  clearInterval(sampling);
  const records = new Map((await api.verdicts()).map((record) => [record.id, record]));
  report(ids, records, time, memory);
}

/** Submits one item and waits until it is settled, without a time limit. */
async function judged(api: Api, content: string): Promise<string> {
  let record = await api.classify({ content, policy_id: "soak" }, { prefer: "wait=60" });
  while (record.status === "queued" || record.status === "running") {
    await sleep(200);
    record = await api.verdict(record.id);
  }
  return record.id;
}

function report(
  ids: readonly string[],
  records: ReadonlyMap<string, VerdictRecord>,
  time: number,
  memory: readonly { at: number; service: number; engine: number }[],
): void {
  const ended = ids.map((id) => records.get(id));
  const lost = ended.filter((record) => record === undefined).length;
  const valid = ended.filter((record) => record?.status === "completed" && record.verdict !== null).length;
  const twice = ids.length - new Set(ids).size;
  const tokens = ended.flatMap((record) => record?.usage ?? []);
  const mean = (of: (usage: NonNullable<VerdictRecord["usage"]>) => number) =>
    (tokens.reduce((sum, usage) => sum + of(usage), 0) / tokens.length).toFixed(0);
  console.log(`| | |\n|---|---|`);
  console.log(`| model | ${ended[0]?.model?.name ?? "?"} |`);
  console.log(`| items, in flight | ${items}, ${inFlight} |`);
  console.log(`| completed with a valid verdict / lost / judged twice | ${valid} / ${lost} / ${twice} |`);
  console.log(
    `| verdicts/s, including the kill and the restart of the engine | ${((ids.length * 1000) / time).toFixed(1)} |`,
  );
  console.log(
    `| tokens of an item: prompt, cached, completion | ${mean((usage) => usage.prompt_tokens)}, ` +
      `${mean((usage) => usage.cached_tokens)}, ${mean((usage) => usage.completion_tokens)} |`,
  );
  const settled = memory.filter(({ at, engine }) => at > 5000 && engine > 0);
  for (const which of ["service", "engine"] as const) {
    const sizes = settled.map((sample) => sample[which] / MIB);
    const [first, last] = [sizes.slice(0, sizes.length >> 2), sizes.slice(-(sizes.length >> 2))];
    console.log(
      `| memory of the ${which}, MiB: first quarter / last quarter / most | ${median(first).toFixed(0)} / ` +
        `${median(last).toFixed(0)} / ${Math.max(...sizes).toFixed(0)} |`,
    );
  }
  if (valid !== items || lost > 0 || twice > 0) {
    console.log(output().split("\n").slice(-20).join("\n"));
    process.exitCode = 1;
  }
}

async function startService(): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const child = spawn(process.execPath, [options.service], {
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      DATA_DIR: path.join(dataDir, "data"),
      GAVEL_API_KEY: KEY,
      GAVEL_LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const url = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      text = (text + chunk.toString()).slice(-200_000);
      const ready = /"url":"(http:[^"]+)"[^\n]*"msg":"ready"/.exec(text);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("exit", (code) => reject(new Error(`the service ended with ${code}:\n${text}`)));
  });
  return { child, url, output: () => text };
}

function readContents(): string[] {
  if (options.contents === undefined) {
    return Array.from(
      { length: 97 },
      (_, index) =>
        `Offer ${index}: ${"win a prize today, click the link below, tell your friends. ".repeat(12)}`,
    );
  }
  return readFileSync(options.contents, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

/** The service's only child. */
function enginePid(): number {
  const pid = readdirSync("/proc").find(
    (entry) =>
      /^\d+$/.test(entry) && readProc(entry, "stat").split(") ")[1]?.split(" ")[1] === String(child.pid),
  );
  if (pid === undefined) throw new Error("the service has no engine process");
  return Number(pid);
}

function residentMemory(): { service: number; engine: number } {
  const resident = (pid: number | undefined): number =>
    1024 * Number(/VmRSS:\s+(\d+)/.exec(readProc(String(pid), "status"))?.[1] ?? 0);
  try {
    return { service: resident(child.pid), engine: resident(enginePid()) };
  } catch {
    return { service: resident(child.pid), engine: 0 };
  }
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
