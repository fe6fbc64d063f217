import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { eventually } from "../../helpers/eventually.ts";
import { HttpService, problemOf } from "./service.ts";

/** One place, which an item holds for as long as the test says. */
let http: HttpService;

beforeAll(async () => {
  http = await HttpService.start({ GAVEL_WORKER_CONCURRENCY: "1" });
  await http.putPolicy("spam");
  http.engine.hold();
  await classify("holds the place", { prefer: "respond-async" });
  await vi.waitUntil(async () => (await recordOf("holds the place")).status === "running", 60_000);
});
afterAll(() => http.stop());

function classify(name: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  const json = { content: name, policy_id: "spam", external_id: name };
  return http.call("/classify", { json, headers, ...(signal === undefined ? {} : { signal }) });
}

async function recordOf(name: string): Promise<VerdictRecord> {
  const page = await http.call(`/verdicts?external_id=${encodeURIComponent(name)}`);
  const [record] = ((await page.json()) as { data: VerdictRecord[] }).data;
  if (record === undefined) throw new Error(`There is no record of ${name} yet`);
  return record;
}

it("ends what nobody has begun to judge when the wait is over, and says so", async () => {
  const late = await classify("late", { prefer: "wait=1" });
  expect(late.status).toBe(503);
  expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await problemOf(late)).code).toBe("not_judged_in_time");
  expect(await recordOf("late")).toMatchObject({
    status: "expired",
    verdict: null,
    error: { code: "caller_left" },
  });
});

it("ends it when the caller hangs up", async () => {
  const hangUp = new AbortController();
  const left = classify("left", { prefer: "wait=60" }, hangUp.signal).catch(() => null);
  await eventually(async () => expect((await recordOf("left")).status).toBe("queued"));
  hangUp.abort();
  await left;
  await eventually(async () => expect((await recordOf("left")).error?.code).toBe("caller_left"));
});

it("does not when the caller retries, nor what is being judged", async () => {
  const kept = await classify("kept", { prefer: "wait=1", "idempotency-key": "kept" });
  const later = await classify("later", { prefer: "wait=1, respond-async" });
  expect([kept.status, later.status]).toEqual([202, 202]);
  expect((await recordOf("holds the place")).status).toBe("running");
  http.engine.release();
  await eventually(async () => {
    const records = await Promise.all(["kept", "later", "holds the place"].map(recordOf));
    expect(records.map(({ status }) => status)).toEqual(["completed", "completed", "completed"]);
  });
});
