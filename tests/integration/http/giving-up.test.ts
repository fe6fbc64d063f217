import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { eventually } from "../../helpers/eventually.ts";
import { HttpService, problemOf } from "./service.ts";

/** One slot, which an item occupies for as long as the test requires. */
let http: HttpService;

beforeAll(async () => {
  http = await HttpService.start({ GAVEL_WORKER_CONCURRENCY: "1" });
  await http.putPolicy("spam");
  http.engine.hold();
  await classify("occupies the slot", { prefer: "respond-async" });
  await vi.waitUntil(async () => (await recordOf("occupies the slot")).status === "running", 60_000);
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

it("expires items that no worker has started when the wait is over, and says so", async () => {
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

it("expires the item when the caller disconnects", async () => {
  const hangUp = new AbortController();
  const left = classify("left", { prefer: "wait=60" }, hangUp.signal).catch(() => null);
  await eventually(async () => expect((await recordOf("left")).status).toBe("queued"));
  hangUp.abort();
  await left;
  await eventually(async () => expect((await recordOf("left")).error?.code).toBe("caller_left"));
});

it("keeps items of a caller that may retry, and running items", async () => {
  const kept = await classify("kept", { prefer: "wait=1", "idempotency-key": "kept" });
  const later = await classify("later", { prefer: "wait=1, respond-async" });
  expect([kept.status, later.status]).toEqual([202, 202]);
  expect((await recordOf("occupies the slot")).status).toBe("running");
  http.engine.release();
  await eventually(async () => {
    const records = await Promise.all(["kept", "later", "occupies the slot"].map(recordOf));
    expect(records.map(({ status }) => status)).toEqual(["completed", "completed", "completed"]);
  });
});
