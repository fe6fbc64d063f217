/**
 * A load generator in its own process: `load.ts <url> <key> <policy> closed <concurrency> <seconds> <prefer>`
 * sends the next request after each response; `open <per-second> <seconds> <prefer>` sends at a fixed rate, whatever
 * the responses are; `burst <count> <concurrency> <prefer>` sends a number of requests as fast as they are accepted.
 * The content of every request is different. Prints one JSON line: statuses, latencies in ms, ids accepted.
 */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { postJson } from "../helpers/http-post.ts";

const [, , url = "", key = "", policy = "", mode = "", ...rest] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const target = new URL("/classify", url);
const statuses: Record<string, number> = {};
const latencies: number[] = [];
const ids: string[] = [];
let sent = 0;

async function send(prefer: string): Promise<void> {
  const content = `Message ${sent++} of ${process.pid}: see you at noon.`;
  const headers = { authorization: `Bearer ${key}`, prefer };
  const { status, body, ms } = await postJson(target, { content, policy_id: policy }, { agent, headers });
  latencies.push(ms);
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (status === 200 || status === 202) ids.push((JSON.parse(body) as { id: string }).id);
}

async function closed(concurrency: number, seconds: number, prefer: string): Promise<void> {
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < end) await send(prefer);
    }),
  );
}

async function open(perSecond: number, seconds: number, prefer: string): Promise<void> {
  const total = perSecond * seconds;
  const started = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const due = started + (n * 1000) / perSecond;
    if (due > performance.now()) await sleep(due - performance.now());
    running.push(send(prefer));
  }
  await Promise.all(running);
}

async function burst(count: number, concurrency: number, prefer: string): Promise<void> {
  await Promise.all(
    Array.from({ length: concurrency }, async (_, lane) => {
      for (let n = lane; n < count; n += concurrency) await send(prefer);
    }),
  );
}

const started = performance.now();
const numbers = rest.slice(0, 2).map(Number);
const prefer = rest[2] ?? "wait=30";
if (mode === "closed") await closed(numbers[0] ?? 1, numbers[1] ?? 1, prefer);
else if (mode === "open") await open(numbers[0] ?? 1, numbers[1] ?? 1, prefer);
else await burst(numbers[0] ?? 1, numbers[1] ?? 1, prefer);
const seconds = (performance.now() - started) / 1000;
agent.destroy();
latencies.sort((a, b) => a - b);
const quantile = (q: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? 0;
console.log(
  JSON.stringify({
    seconds,
    statuses,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    max: quantile(1),
    ids,
  }),
);
