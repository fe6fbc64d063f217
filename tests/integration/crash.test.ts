import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { Api, SHORT_POLICY } from "../helpers/api.ts";
import { makeDataDirectory } from "../helpers/pglite.ts";
import { startPostgres } from "../helpers/postgres.ts";
import { launchRedis } from "../helpers/redis.ts";
import { type ServiceProcess, startServiceProcess } from "../helpers/service-process.ts";

const ITEMS = 200;
const KEY = "crash-test-key-0123456789";
const DEADLINE_MS = 300_000;

let models: string;
let common: Record<string, string>;

beforeAll(async () => {
  models = mkdtempSync(join(tmpdir(), "gavel-crash-"));
  await writeSyntheticCheckpoint(join(models, "checkpoint"), { seed: 1 });
  common = {
    GAVEL_API_KEY: KEY,
    GAVEL_MODEL_DIR: join(models, "checkpoint"),
    GAVEL_EXECUTION_PROVIDER: "cpu",
    GAVEL_MAX_REASONING_TOKENS: "4",
    GAVEL_BACKOFF_MS: "200",
    GAVEL_SWEEP_INTERVAL_SECONDS: "1",
    GAVEL_MAX_CONTEXT_TOKENS: "1024",
  };
});

afterAll(() => rmSync(models, { recursive: true, force: true }));

describe("kill -9 during 200 accepted items", () => {
  it("of the engine process, embedded: every item is settled once, and the API keeps responding", async () => {
    const data = makeDataDirectory();
    const service = await startServiceProcess("service/main.ts", { ...common, DATA_DIR: data.path });
    try {
      const api = new Api(service.url, KEY);
      const ids = await accept(api);
      await settled(api, 20);
      killEngineOf(service);
      expect((await api.verdict(ids[0] ?? "")).id).toBe(ids[0]);
      await settled(api, ITEMS);
      await expectEachOnce(api, ids);
      expectJudgedOnce(service.output());
      expect(service.output()).toContain("the engine has restarted");
      expect(await service.stop()).toBe(0);
    } finally {
      await service.kill();
      data.remove();
    }
  });

  it("of the whole service, embedded: the next start judges what was accepted", async () => {
    const data = makeDataDirectory();
    const env = { ...common, DATA_DIR: data.path };
    let service = await startServiceProcess("service/main.ts", env);
    try {
      let api = new Api(service.url, KEY);
      const ids = await accept(api);
      await settled(api, 20);
      const before = finished(await api.verdicts());
      const engine = enginePidOf(service);
      await service.kill();
      await expectGone(engine);
      const firstOutput = service.output();

      service = await startServiceProcess("service/main.ts", env);
      api = new Api(service.url, KEY);
      await settled(api, ITEMS);
      await expectEachOnce(api, ids);
      expectJudgedOnce(firstOutput + service.output());
      for (const record of before) expect(await api.verdict(record.id)).toEqual(record);
    } finally {
      await service.kill();
      data.remove();
    }
  });

  it("of a worker, on Redis and PostgreSQL: another worker continues, and the API never stops accepting", async () => {
    const [redis, postgres] = await Promise.all([launchRedis(), startPostgres()]);
    const env = { ...common, REDIS_URL: redis.url, DATABASE_URL: postgres.url };
    const api = await startServiceProcess("service/api.ts", env);
    let worker = await startServiceProcess("service/worker.ts", env);
    try {
      const client = new Api(api.url, KEY);
      const ids = await accept(client);
      await settled(client, 20);
      const engine = enginePidOf(worker);
      await worker.kill();
      await expectGone(engine);
      const firstOutput = worker.output();
      ids.push((await client.classify({ content: "one more", policy_id: "short" }, ASYNC)).id);
      expect((await client.verdict(ids.at(-1) ?? "")).status).toBe("queued");

      worker = await startServiceProcess("service/worker.ts", env);
      await settled(client, ITEMS + 1);
      await expectEachOnce(client, ids);
      expectJudgedOnce(firstOutput + worker.output());
      expect(await worker.stop()).toBe(0);
      expect(await api.stop()).toBe(0);
    } finally {
      await Promise.all([api.kill(), worker.kill()]);
      await postgres.stop();
      await redis.stop();
    }
  });
});

const ASYNC = { prefer: "respond-async" };

/** Uploads the policy and submits all items. When this resolves, the service has accepted each of them. */
async function accept(api: Api): Promise<string[]> {
  await api.putPolicy("short", SHORT_POLICY);
  const ids: string[] = [];
  for (let start = 0; start < ITEMS; start += 20) {
    const records = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        api.classify(
          { content: `Item ${start + n}`, policy_id: "short", external_id: `${start + n}` },
          ASYNC,
        ),
      ),
    );
    ids.push(...records.map(({ id }) => id));
  }
  return ids;
}

function finished(records: readonly VerdictRecord[]): VerdictRecord[] {
  return records.filter(({ status }) => status === "completed" || status === "failed");
}

/** Waits until at least `count` items have settled. */
async function settled(api: Api, count: number): Promise<void> {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const records = await api.verdicts();
    if (finished(records).length >= count) return;
    if (Date.now() > end) throw new Error(`only ${finished(records).length} of ${count} items settled`);
    await sleep(100);
  }
}

async function expectEachOnce(api: Api, ids: readonly string[]): Promise<void> {
  const records = await api.verdicts();
  expect(records.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  const ended = [...(await api.verdicts("&status=completed")), ...(await api.verdicts("&status=failed"))];
  expect(ended.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  for (const { status, verdict, error } of ended) {
    expect(status === "completed" ? verdict : error).not.toBeNull();
  }
}

/** "judged" is logged by the process that settled the item, so two lines would mean settled twice. */
function expectJudgedOnce(output: string): void {
  const ids = [...output.matchAll(/"verdict_id":"([^"]+)"[^\n]*"msg":"judged"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
}

function enginePidOf({ process }: ServiceProcess): number {
  const children = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], {
    encoding: "utf8",
  });
  const engine = /^\s*(\d+).*local\/process\/main/m.exec(children);
  if (engine === null) throw new Error(`no engine process among:\n${children}`);
  return Number(engine[1]);
}

function killEngineOf(service: ServiceProcess): void {
  process.kill(enginePidOf(service), "SIGKILL");
}

/** The engine of a killed process must end too: it occupies a whole GPU. */
async function expectGone(pid: number): Promise<void> {
  const isAlive = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  for (let tries = 0; isAlive() && tries < 100; tries += 1) await sleep(100);
  expect(isAlive()).toBe(false);
}
