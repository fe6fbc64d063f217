import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type VerdictPage, verdictPageSchema } from "../../../schemas/page.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { HttpService, problemOf, rawGet } from "./service.ts";

let http: HttpService;
const validatePage = compileValidator<VerdictPage>(verdictPageSchema);
let records: readonly VerdictRecord[];

const HASH_KEY = "a-key-of-content-hashes-for-this-test";

async function submit(content: string, extra: object = {}, prefer = "wait=10"): Promise<VerdictRecord> {
  const response = await http.call("/classify", {
    json: { content, policy_id: "spam", ...extra },
    headers: { prefer },
  });
  return (await response.json()) as VerdictRecord;
}

async function list(
  query: string,
  headers: Record<string, string> = {},
): Promise<{ page: VerdictPage; response: Response }> {
  const response = await http.call(`/verdicts${query}`, { headers });
  const validation = validatePage(await response.json());
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return { page: validation.value, response };
}

const idsOf = (page: VerdictPage): string[] => page.data.map(({ id }) => id);

beforeAll(async () => {
  http = await HttpService.start({
    GAVEL_MAX_WAIT_SECONDS: "20",
    GAVEL_DEFAULT_WAIT_SECONDS: "10",
    GAVEL_CONTENT_HASH_KEY: HASH_KEY,
  });
  await http.putPolicy("spam");
  const made: VerdictRecord[] = [];
  for (let index = 0; index < 5; index++) {
    made.push(await submit(`item ${index}`, { external_id: `e${index}` }));
  }
  records = made;
});
afterAll(() => http.stop());
afterEach(() => http.engine.release());

describe("GET /verdicts", () => {
  it("pages in both orders without gaps or duplicates", async () => {
    for (const order of ["asc", "desc"]) {
      const seen: string[] = [];
      let after = "";
      for (let turn = 0; turn < 10; turn++) {
        const { page } = await list(`?limit=2&order=${order}${after}`);
        seen.push(...idsOf(page));
        after = `&after=${encodeURIComponent(page.next_cursor ?? "")}`;
        if (!page.has_more) break;
      }
      const expected = records.map(({ id }) => id);
      expect(seen).toEqual(order === "asc" ? expected : expected.toReversed());
    }
  });

  it("filters", async () => {
    const { page } = await list("?external_id=e3&violation=0&status=completed&policy_id=spam");
    expect(idsOf(page)).toEqual([records[3]?.id]);
    expect((await list("?violation=1")).page.data).toEqual([]);
    expect((await list("?external_id=nobody")).page.data).toEqual([]);
  });

  it("returns 304 to a poller that has the page", async () => {
    const { response } = await list("?limit=3");
    const etag = response.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await http.call("/verdicts?limit=3", { headers: { "if-none-match": known } });
      expect(again.status, known).toBe(304);
      expect(again.headers.get("etag")).toBe(etag);
      expect(await again.text()).toBe("");
    }
    expect((await list("?limit=3", { "if-none-match": '"other"' })).response.status).toBe(200);
  });

  it.each([
    ["?limit=0", "/limit"],
    ["?limit=1&limit=2", "/limit"],
    ["?colour=red", "/colour"],
    ["?status=done", "/status"],
    ["?policy_id=%00", "/policy_id"],
  ])("refuses %s", async (query, pointer) => {
    const problem = await problemOf(await http.call(`/verdicts${query}`));
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it("refuses invalid cursors and those of another listing", async () => {
    const { page } = await list("?limit=2");
    const cursor = encodeURIComponent(page.next_cursor ?? "");
    for (const query of [
      `?after=x`,
      `?after=%00`,
      `?after=${"9".repeat(500)}`,
      `?order=desc&after=${cursor}`,
      `?violation=1&after=${cursor}`,
    ]) {
      expect((await problemOf(await http.call(`/verdicts${query}`))).code, query).toBe("invalid_cursor");
    }
  });

  it("delays an empty page until an item settles", async () => {
    const { page } = await list("?status=completed");
    const after = encodeURIComponent(page.next_cursor ?? "");
    const waiting = list(`?status=completed&after=${after}`, { prefer: "wait=15" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const record = await submit("settled later");
    const found = await waiting;
    expect(idsOf(found.page)).toEqual([record.id]);
    expect(found.response.headers.get("preference-applied")).toBe("wait=15");
  });

  it("delays an empty page until an item is accepted", async () => {
    const { page } = await list("");
    const waiting = list(`?after=${encodeURIComponent(page.next_cursor ?? "")}`, { prefer: "wait=15" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    http.engine.hold();
    const record = await submit("accepted later", {}, "respond-async");
    expect(idsOf((await waiting).page)).toEqual([record.id]);
  });

  it("responds after the wait, with 304 for a page that the client has", async () => {
    const { page } = await list("");
    const query = `?after=${encodeURIComponent(page.next_cursor ?? "")}`;
    const { page: empty, response } = await list(query, { prefer: "wait=1" });
    expect(empty).toMatchObject({ data: [], has_more: false, next_cursor: page.next_cursor });
    const etag = response.headers.get("etag") ?? "";
    const again = await http.call(`/verdicts${query}`, {
      headers: { prefer: "wait=1", "if-none-match": etag },
    });
    expect(again.status).toBe(304);
  });
});

describe("GET /verdicts/{id}", () => {
  it("returns an entity tag, and 304 while nothing changes", async () => {
    http.engine.hold();
    const { id } = await submit("to be watched", {}, "respond-async");
    const queued = await http.call(`/verdicts/${id}`);
    const etag = queued.headers.get("etag") ?? "";
    expect(queued.headers.get("cache-control")).toBe("private, no-cache");
    http.engine.release();
    const settled = await http.call(`/verdicts/${id}`, {
      headers: { prefer: "wait=10", "if-none-match": etag },
    });
    expect(settled.status).toBe(200);
    expect(((await settled.json()) as VerdictRecord).status).toBe("completed");
    const known = settled.headers.get("etag") ?? "";
    expect((await http.call(`/verdicts/${id}`, { headers: { "if-none-match": known } })).status).toBe(304);
  });

  it("accepts the id in upper and lower case", async () => {
    expect((await http.call(`/verdicts/${records[0]?.id.toUpperCase() ?? ""}`)).status).toBe(200);
  });

  it.each([
    "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
    "1",
    "%00",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f",
    "x".repeat(4000),
    "%",
    "%ff%fe",
    "'%20or%201=1",
    "urn:uuid:019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10",
  ])("does not find %s", async (id) => {
    for (const suffix of ["", "/reasoning"]) {
      const { status, body } = await rawGet(http.url, `/verdicts/${id}${suffix}`);
      expect(status).toBe(404);
      expect(["verdict_not_found", "not_found"]).toContain((JSON.parse(body) as { code: string }).code);
    }
  });
});

describe("content_hmac", () => {
  it("is computed with the key of the environment", async () => {
    const { content_hmac: hash } = await submit("naïve");
    expect(hash).toBe(createHmac("sha256", HASH_KEY).update("naïve").digest("hex"));
    expect(http.log).not.toContain(HASH_KEY);
  });
});

describe("reasoning and erasing", () => {
  it("returns reasoning separately", async () => {
    const response = await http.call(`/verdicts/${records[0]?.id ?? ""}/reasoning`);
    expect(await response.json()).toEqual({ id: records[0]?.id, reasoning: "" });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("leaves a tombstone, however often it is requested", async () => {
    const json = {
      content: "to be erased",
      policy_id: "spam",
      external_id: "theirs",
      metadata: { name: "theirs" },
    };
    const headers = { "idempotency-key": "theirs" };
    const { id } = (await (await http.call("/classify", { json, headers })).json()) as VerdictRecord;
    for (let turn = 0; turn < 2; turn++) {
      const response = await http.call(`/verdicts/${id}`, { method: "DELETE" });
      expect(response.status).toBe(200);
      const record = (await response.json()) as VerdictRecord;
      expect(record.erased_at).not.toBeNull();
      expect(record.verdict?.rationale).toBe("");
      expect(record).toMatchObject({ external_id: null, metadata: null, content_hmac: null, checks: null });
      expect(record.model?.prompt_hmac).toBeNull();
    }
    expect(await (await http.call("/verdicts?external_id=theirs")).json()).toMatchObject({ data: [] });
    expect(await (await http.call(`/verdicts/${id}/reasoning`)).json()).toEqual({ id, reasoning: null });
    // The request's external id was erased with it.
    const again = (await (await http.call("/classify", { json, headers })).json()) as VerdictRecord;
    expect(again.id).not.toBe(id);
    const missing = await http.call("/verdicts/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", { method: "DELETE" });
    expect((await problemOf(missing)).code).toBe("verdict_not_found");
  });

  it("stops the engine's work on an item that is being judged", async () => {
    const one = await HttpService.start({ GAVEL_WORKER_CONCURRENCY: "1" });
    await one.putPolicy("spam");
    const before = one.engine.asked;
    const submitted = async (content: string): Promise<string> => {
      const json = { content, policy_id: "spam" };
      const response = await one.call("/classify", { json, headers: { prefer: "respond-async" } });
      return ((await response.json()) as VerdictRecord).id;
    };
    one.engine.hold();
    const erased = await submitted("to be erased");
    await vi.waitFor(() => expect(one.engine.asked).toBe(before + 1), { timeout: 60_000, interval: 50 });
    await submitted("the next one");
    expect((await one.call(`/verdicts/${erased}`, { method: "DELETE" })).status).toBe(200);
    // The engine still holds every request: it receives the next item only in a slot that was freed.
    await vi.waitFor(() => expect(one.engine.asked).toBe(before + 2), { timeout: 60_000, interval: 50 });
    await one.stop();
  });
});
