import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OutputEmptyError } from "../../../engine/errors.ts";
import type { AuditPage } from "../../../schemas/audit.ts";
import { type ServiceState, serviceStateSchema } from "../../../schemas/service-state.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { VerdictPage } from "../../../schemas/page.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { SAFE_ANSWER } from "../../helpers/fake-engine.ts";
import { eventually } from "../../helpers/eventually.ts";
import { HoldingEngine, HttpService, problemOf } from "./service.ts";

let fails = false;
let http: HttpService;

beforeAll(async () => {
  const engine = new HoldingEngine(() => (fails ? new OutputEmptyError("empty") : SAFE_ANSWER));
  http = await HttpService.start({ GAVEL_MAX_ATTEMPTS: "1", GAVEL_CONTENT_RETENTION_HOURS: "24" }, engine);
  await http.putPolicy("spam");
});
afterAll(() => http.stop());

async function state(): Promise<ServiceState> {
  const response = await http.call("/operations");
  const validation = compileValidator<ServiceState>(serviceStateSchema)(await response.json());
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value;
}

async function send(content: string, wait = "wait=20"): Promise<VerdictRecord> {
  const json = { content, policy_id: "spam", external_id: content };
  return (await (await http.call("/classify", { json, headers: { prefer: wait } })).json()) as VerdictRecord;
}

async function failed(content: string): Promise<VerdictRecord> {
  fails = true;
  const record = await send(content);
  fails = false;
  expect(record.status).toBe("failed");
  return record;
}

const retry = (id: string, key?: string): Promise<Response> =>
  http.call(`/verdicts/${id}/retry`, { method: "POST", ...(key === undefined ? {} : { key }) });

describe("GET /operations", () => {
  it("shows the process, its engine and what it can judge", async () => {
    await eventually(async () => {
      const { ready, checks, processes, queue } = await state();
      expect(ready).toBe(true);
      expect(checks?.["database"]?.ok).toBe(true);
      expect(queue.slots).toBe(64);
      expect(processes).toMatchObject([
        {
          role: "all",
          responds: true,
          judges: true,
          // The fake engine allows everything.
          worker: {
            slots: 64,
            self_test: "failed",
            engine: { model: "fake", running: 0, servers: [], restarts: 0 },
          },
        },
      ]);
    });
  });

  it("shows running items by key, and for how long the oldest item has waited", async () => {
    http.engine.hold();
    await send("held", "respond-async");
    await eventually(async () => {
      const { queue, processes } = await state();
      expect(queue.running).toBe(1);
      expect(queue.keys).toMatchObject([{ name: "environment", running: 1, weight: 1 }]);
      expect(processes[0]?.worker?.busy).toBe(1);
    });
    http.engine.release();
    await eventually(async () => expect((await state()).queue.running).toBe(0));
  });
});

describe("POST /verdicts/{id}/retry", () => {
  it("judges the content of a failed record again, in a new record that names it", async () => {
    const record = await failed("another try");
    const response = await retry(record.id);
    expect(response.status).toBe(202);
    const again = (await response.json()) as VerdictRecord;
    expect(record.retried_as).toBeNull();
    expect(again).toMatchObject({ retry_of: record.id, external_id: "another try", policy: record.policy });
    expect(response.headers.get("location")).toBe(`/verdicts/${again.id}`);
    const settled = await http.call(`/verdicts/${again.id}`, { headers: { prefer: "wait=20" } });
    expect(await settled.json()).toMatchObject({ status: "completed", retry_of: record.id });
    expect(await (await http.call(`/verdicts/${record.id}`)).json()).toMatchObject({
      status: "failed",
      retry_of: null,
      retried_as: again.id,
    });
    const { data } = (await (await http.call("/verdicts?status=failed")).json()) as VerdictPage;
    expect(data.find(({ id }) => id === record.id)?.retried_as).toBe(again.id);
  });

  it("is done and recorded once, whoever repeats it", async () => {
    const record = await failed("twice");
    const responses = await Promise.all([retry(record.id), retry(record.id), retry(record.id)]);
    const records = (await Promise.all(responses.map((each) => each.json()))) as VerdictRecord[];
    expect(new Set(records.map(({ id }) => id)).size).toBe(1);
    const later = await retry(record.id);
    expect(later.headers.get("idempotent-replayed")).toBe("true");
    expect(await later.json()).toMatchObject({ id: records[0]?.id });
    const entries = (await (
      await http.call(`/audit?action=verdict.retried&subject=/verdicts/${record.id}`)
    ).json()) as AuditPage;
    expect(entries.data).toMatchObject([{ detail: { retry: records[0]?.id } }]);
  });

  it("may be retried itself when it fails too", async () => {
    const record = await failed("thrice");
    fails = true;
    const second = (await (await retry(record.id)).json()) as VerdictRecord;
    await http.call(`/verdicts/${second.id}`, { headers: { prefer: "wait=20" } });
    fails = false;
    const third = (await (await retry(second.id)).json()) as VerdictRecord;
    expect(third.retry_of).toBe(second.id);
  });

  it("is refused for a record that has its verdict, is unknown, or has lost its content", async () => {
    const completed = await send("fine");
    expect((await problemOf(await retry(completed.id))).code).toBe("not_retryable");
    const unknown = await retry("019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10");
    expect((await problemOf(unknown)).code).toBe("verdict_not_found");
    const old = await failed("old");
    await http.service.parts.stores.verdicts.eraseContent(new Date(Date.now() + 60_000));
    const problem = await problemOf(await retry(old.id));
    expect(problem.code).toBe("content_not_kept");
    expect(problem.detail).toContain("Send the content to POST /classify again");
    await http.call(`/verdicts/${old.id}`, { method: "DELETE" });
    expect((await problemOf(await retry(old.id))).code).toBe("verdict_erased");
  });

  it("needs both scopes", async () => {
    const record = await failed("scopes");
    for (const scopes of [["classify"], ["content:read"]] as const) {
      expect((await retry(record.id, await http.createKey(...scopes))).status).toBe(403);
    }
    expect((await retry(record.id, await http.createKey("classify", "content:read"))).status).toBe(202);
  });
});
