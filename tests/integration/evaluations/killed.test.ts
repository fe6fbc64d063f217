import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Evaluation, EvaluationItem, EvaluationItemPage } from "../../../schemas/evaluation.ts";
import { Api } from "../../helpers/api.ts";
import { makeDataDirectory } from "../../helpers/pglite.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { launchRedis } from "../../helpers/redis.ts";
import { type ServiceProcess, startServiceProcess } from "../../helpers/service-process.ts";

const KEY = "evaluation-kill-key-0123456789";
const ITEMS = 600;
const DEADLINE_MS = 300_000;
const COMMON = { GAVEL_API_KEY: KEY, GAVEL_LOG_LEVEL: "warn" };
const POLICY = "# Spam\n\nSP1 Not spam.\n\nSP2 Spam: offers of prizes.\n";

const start = (env: Record<string, string>): Promise<ServiceProcess> =>
  startServiceProcess("tests/benchmarks/instant-service.ts", { ...COMMON, ...env });

describe("kill -9 during an evaluation", () => {
  it("of the whole service, embedded: what was judged is unchanged, and the rest is judged", async () => {
    const data = makeDataDirectory();
    let service = await start({ DATA_DIR: data.path });
    try {
      const id = await evaluate(service.url);
      await reached(service.url, id, 0.2 * ITEMS);
      const before = judgedBy(await itemsOf(service.url, id));
      await service.kill();
      service = await start({ DATA_DIR: data.path });
      await expectEachOnce(service.url, id, before);
      expect(await service.stop()).toBe(0);
    } finally {
      await service.kill();
      data.remove();
    }
  });

  it("of one of two processes on Redis and PostgreSQL: the other continues", async () => {
    const [redis, postgres] = await Promise.all([launchRedis(), startPostgres()]);
    const env = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
    const [first, second] = await Promise.all([start(env), start(env)]);
    try {
      const id = await evaluate(first.url);
      await reached(first.url, id, 0.2 * ITEMS);
      const before = judgedBy(await itemsOf(first.url, id));
      await first.kill();
      await expectEachOnce(second.url, id, before);
      expect(await second.stop()).toBe(0);
    } finally {
      await Promise.all([first.kill(), second.kill()]);
      await postgres.stop();
      await redis.stop();
    }
  });
});

async function call<T>(url: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url + path, {
    ...init,
    headers: { authorization: `Bearer ${KEY}`, ...(init.headers as Record<string, string>) },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function evaluate(url: string): Promise<string> {
  await new Api(url, KEY).putPolicy("spam", POLICY);
  const lines = Array.from({ length: ITEMS }, (_, n) =>
    JSON.stringify({ id: `item-${n}`, content: `Item ${n}`, violation: n % 2 }),
  );
  const headers = { "content-type": "application/jsonl" };
  await call(url, "/golden-sets/cases", { method: "PUT", body: lines.join("\n"), headers });
  const { id } = await call<Evaluation>(url, "/policies/spam/evaluations", {
    method: "POST",
    body: JSON.stringify({ golden_set: "cases" }),
    headers: { "content-type": "application/json" },
  });
  return id;
}

/** Waits until that many judgements are completed; for all of them, until the evaluation has ended. */
async function reached(url: string, id: string, judgements: number): Promise<Evaluation> {
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const evaluation = await call<Evaluation>(url, `/evaluations/${id}`);
    const isEnough = evaluation.judgements.completed >= judgements;
    if (isEnough && (judgements < ITEMS || evaluation.completed_at !== null)) return evaluation;
    if (Date.now() > end) throw new Error(`not reached: ${JSON.stringify(evaluation)}`);
    await sleep(20);
  }
}

async function itemsOf(url: string, id: string): Promise<readonly EvaluationItem[]> {
  const items: EvaluationItem[] = [];
  for (let after = 0; ;) {
    const page = await call<EvaluationItemPage>(url, `/evaluations/${id}/items?limit=200&after=${after}`);
    items.push(...page.data);
    if (!page.has_more) return items;
    after = page.next_cursor ?? after;
  }
}

/** When each item was judged, and with how many attempts. */
function judgedBy(items: readonly EvaluationItem[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap(({ id, judgements: [judgement] }) =>
      judgement?.status === "completed"
        ? [[id, `${judgement.completed_at} ${judgement.attempts}`] as const]
        : [],
    ),
  );
}

async function expectEachOnce(url: string, id: string, before: ReadonlyMap<string, string>): Promise<void> {
  const evaluation = await reached(url, id, ITEMS);
  expect(evaluation).toMatchObject({
    status: "completed",
    judgements: { total: ITEMS, completed: ITEMS, failed: 0, cancelled: 0 },
    report: { items: ITEMS, counted: ITEMS, failed: 0, missing: 0, usage: { judgements: ITEMS } },
  });
  const items = await itemsOf(url, id);
  expect(items.map((item) => item.id)).toEqual(Array.from({ length: ITEMS }, (_, n) => `item-${n}`));
  expect(items.every(({ judgements }) => judgements.length === 1)).toBe(true);
  const after = judgedBy(items);
  expect(after.size).toBe(ITEMS);
  expect(before.size).toBeGreaterThan(0);
  for (const [item, judged] of before) expect(after.get(item)).toBe(judged);
  expect(await new Api(url, KEY).verdicts()).toEqual([]);
}
