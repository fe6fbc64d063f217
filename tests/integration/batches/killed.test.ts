import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../schemas/batch.ts";
import type { BatchResult } from "../../../schemas/batch-result.ts";
import { Api } from "../../helpers/api.ts";
import { makeDataDirectory } from "../../helpers/pglite.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { launchRedis } from "../../helpers/redis.ts";
import { type ServiceProcess, startServiceProcess } from "../../helpers/service-process.ts";

const KEY = "batch-kill-key-0123456789";
const LINES = 2000;
const DEADLINE_MS = 300_000;
const COMMON = {
  GAVEL_API_KEY: KEY,
  GAVEL_LOG_LEVEL: "warn",
  GAVEL_SWEEP_INTERVAL_SECONDS: "1",
  GAVEL_MAX_QUEUE_DEPTH: "400",
};
const POLICY = "# Spam\n\nSP1 Not spam.\n\nSP2 Spam: offers of prizes.\n";

const start = (env: Record<string, string>): Promise<ServiceProcess> =>
  startServiceProcess("tests/benchmarks/instant-service.ts", { ...COMMON, ...env });

describe("kill -9 during a batch", () => {
  it("of the whole service, embedded, twice: every line is judged, and none twice", async () => {
    const data = makeDataDirectory();
    let service = await start({ DATA_DIR: data.path });
    try {
      const id = await upload(service.url);
      for (const share of [0.1, 0.4]) {
        await reached(service.url, id, share * LINES);
        await service.kill();
        service = await start({ DATA_DIR: data.path });
      }
      await reached(service.url, id, LINES);
      await expectEachOnce(service.url, id);
      expect(await service.stop()).toBe(0);
    } finally {
      await service.kill();
      data.remove();
    }
  });

  it("of one of two processes on Redis and PostgreSQL: the other continues, and nothing is judged twice", async () => {
    const [redis, postgres] = await Promise.all([launchRedis(), startPostgres()]);
    const env = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
    const [first, second] = await Promise.all([start(env), start(env)]);
    try {
      const id = await upload(first.url);
      await reached(first.url, id, 0.1 * LINES);
      await first.kill();
      await reached(second.url, id, LINES);
      await expectEachOnce(second.url, id);
      expect(await second.stop()).toBe(0);
    } finally {
      await Promise.all([first.kill(), second.kill()]);
      await postgres.stop();
      await redis.stop();
    }
  });
});

async function call(url: string, path: string, body?: string): Promise<Response> {
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/jsonl" },
    ...(body === undefined ? {} : { method: "POST", body }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function upload(url: string): Promise<string> {
  await new Api(url, KEY).putPolicy("spam", POLICY);
  const lines = Array.from({ length: LINES }, (_, n) => JSON.stringify({ content: `Line ${n}`, id: n }));
  const response = await call(url, "/batches?policy_id=spam", lines.join("\n"));
  return ((await response.json()) as Batch).id;
}

/** Waits until that many items of the batch are judged; for all of them, until the batch has ended. */
async function reached(url: string, id: string, items: number): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const batch = (await (await call(url, `/batches/${id}`)).json()) as Batch;
    if (batch.items.completed >= items && (items < LINES || batch.completed_at !== null)) return;
    if (Date.now() > end) throw new Error(`not reached: ${JSON.stringify(batch)}`);
    await sleep(20);
  }
}

async function expectEachOnce(url: string, id: string): Promise<void> {
  const text = await (await call(url, `/batches/${id}/results`)).text();
  const results = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as BatchResult);
  expect(results.map(({ external_id: name }) => name)).toEqual(
    Array.from({ length: LINES }, (_, n) => `${n}`),
  );
  expect(results.every(({ status }) => status === "completed")).toBe(true);
  const records = await new Api(url, KEY).verdicts();
  expect(records.map((record) => record.id).toSorted()).toEqual(
    results.map(({ record }) => record?.id ?? "").toSorted(),
  );
}
