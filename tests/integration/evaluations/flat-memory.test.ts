import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import { startPostgres } from "../../helpers/postgres.ts";
import { launchRedis } from "../../helpers/redis.ts";
import { HoldingEngine, HttpService } from "../http/service.ts";

const ITEMS = 10_000;
const TAGS = 20;
const POLL_MS = 200;
/** 9,000 items in memory would exceed this even without their verdicts: each has 2,000 characters. */
const MAX_GROWTH_BYTES = 9_000 * 2_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Does not keep requests as the fake of the tests does: here they would be a memory leak. */
class ForgetfulEngine extends HoldingEngine {
  override generate(
    request: GenerateRequest,
    options: { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    this.requests.length = 0;
    return super.generate(request, options);
  }
}

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let redis: Awaited<ReturnType<typeof launchRedis>>;
let http: HttpService;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), launchRedis()]);
  http = await HttpService.start(
    { DATABASE_URL: postgres.url, REDIS_URL: redis.url, GAVEL_LOG_LEVEL: "warn" },
    new ForgetfulEngine(),
  );
  await http.putPolicy("spam");
});
afterAll(async () => {
  await http?.stop();
  await postgres?.stop();
  await redis?.stop();
});

it("10,000 items are evaluated in memory that does not grow with them", async () => {
  await upload();
  const started = await http.call("/policies/spam/evaluations", { json: { golden_set: "large" } });
  const { id } = (await started.json()) as Evaluation;
  const early = await heapAfter(id, 1000);
  const late = await heapAfter(id, ITEMS);
  expect(late - early).toBeLessThan(MAX_GROWTH_BYTES);
  const { judgements, report } = await evaluation(id);
  expect(judgements).toMatchObject({ total: ITEMS, completed: ITEMS });
  expect(report).toMatchObject({ items: ITEMS, counted: ITEMS, failed: 0, missing: 0 });
  expect(report?.overall.confusion).toEqual({
    true_positives: 0,
    false_positives: 0,
    true_negatives: ITEMS / 2,
    false_negatives: ITEMS / 2,
  });
  expect(report?.tags).toHaveLength(TAGS);
});

async function upload(): Promise<void> {
  const filler = "words ".repeat(330);
  const lines = Array.from({ length: ITEMS }, (_, n) =>
    JSON.stringify({ id: `i${n}`, content: `${n} ${filler}`, violation: n % 2, tags: [`tag-${n % TAGS}`] }),
  );
  const body = lines.join("\n");
  const headers = { "content-type": "application/jsonl" };
  const response = await http.call("/golden-sets/large", { method: "PUT", body, headers });
  expect(response.status).toBe(201);
}

async function evaluation(id: string): Promise<Evaluation> {
  return (await (await http.call(`/evaluations/${id}`)).json()) as Evaluation;
}

/** The heap once that many items are judged; for all of them, once the report exists. */
async function heapAfter(id: string, items: number): Promise<number> {
  for (;;) {
    const { judgements, completed_at: end } = await evaluation(id);
    if (judgements.completed >= items && (items < ITEMS || end !== null)) break;
    await sleep(POLL_MS);
  }
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
