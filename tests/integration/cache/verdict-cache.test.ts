import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VerdictPage } from "../../../schemas/page.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { EngineFailedError } from "../../../engine/errors.ts";
import { SseConnection } from "../../helpers/sse-client.ts";
import { ADMIN_KEY, HttpService, POLICY } from "../http/service.ts";

const withCache = (seconds: number, text = POLICY): string =>
  `---\ncache_ttl_seconds: ${seconds}\n---\n${text}`;
const NO_TOKENS = { prompt_tokens: 0, cached_tokens: 0, reasoning_tokens: 0, completion_tokens: 0 };

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start({ GAVEL_MAX_ATTEMPTS: "1" });
  await http.putPolicy("cached", withCache(3600));
  await http.putPolicy("plain");
  await http.putPolicy("brief", withCache(1));
});
afterAll(() => http.stop());

/** The self-test and other tests use the engine too: the difference counts. */
async function generationsOf(work: () => Promise<unknown>): Promise<number> {
  const before = http.engine.requests.length;
  await work();
  return http.engine.requests.length - before;
}

async function judge(body: object, headers: Record<string, string> = {}): Promise<VerdictRecord> {
  const json = { content: "the same advert", policy_id: "cached", ...body };
  const response = await http.call("/classify", { json, headers });
  expect(response.status).toBe(200);
  return (await response.json()) as VerdictRecord;
}

describe("the verdict cache", () => {
  it("reuses the verdict of an identical item without the engine, in a new record with cached_from", async () => {
    const first = await judge({ content: "A", external_id: "one" });
    expect(first).toMatchObject({ status: "completed", cached_from: null });
    expect(first.usage?.prompt_tokens).toBeGreaterThan(0);
    let second: VerdictRecord | undefined;
    const asked = await generationsOf(async () => {
      second = await judge({ content: "A", external_id: "two", metadata: { from: "test" } });
    });
    expect(asked).toBe(0);
    expect(second).toEqual({
      ...first,
      id: expect.not.stringMatching(first.id),
      external_id: "two",
      metadata: { from: "test" },
      cached_from: first.id,
      usage: NO_TOKENS,
      timing_ms: { queued: 0, engine: 0, total: expect.any(Number) },
      attempts: 0,
      created_at: expect.any(String),
      completed_at: expect.any(String),
    });
    expect(await (await http.call(`/verdicts/${second?.id}`)).json()).toEqual(second);
  });

  it("does not name the original record to a key that may not read it", async () => {
    const first = await judge({ content: "told to readers" });
    const seenBy = async (key: string): Promise<VerdictRecord> => {
      const json = { content: "told to readers", policy_id: "cached" };
      return (await (await http.call("/classify", { json, key })).json()) as VerdictRecord;
    };
    const hidden = await seenBy(await http.createKey("classify"));
    expect(hidden).toMatchObject({ status: "completed", cached_from: null });
    const shown = await seenBy(await http.createKey("classify", "verdicts:read"));
    expect(shown.cached_from).toBe(first.id);
    expect(shown.key_id).not.toBe(first.key_id);
    const { data } = (await (await http.call(`/verdicts?key_id=${shown.key_id}`)).json()) as VerdictPage;
    expect(data.map(({ id }) => id)).toEqual([shown.id]);
  });

  it("returns 200 immediately even with respond-async, and the same again for its Idempotency-Key", async () => {
    await judge({ content: "B" });
    http.engine.hold();
    const headers = { prefer: "respond-async", "idempotency-key": "cache-b" };
    const record = await judge({ content: "B" }, headers);
    expect(record.cached_from).not.toBeNull();
    expect(await judge({ content: "B" }, headers)).toEqual(record);
    http.engine.release();
  });

  it("reuses verdicts of conversations, and of single items of a request", async () => {
    const content = { messages: [{ role: "user", content: "hello" }] };
    await judge({ content });
    const reordered = { messages: [{ content: "hello", role: "user" }] };
    expect((await judge({ content: reordered })).cached_from).not.toBeNull();
    const json = { content, policy_ids: ["plain", "cached"] };
    const { data } = (await (await http.call("/classify", { json })).json()) as { data: VerdictRecord[] };
    expect(data.map(({ policy, cached_from }) => [policy.id, cached_from === null])).toEqual([
      ["plain", true],
      ["cached", false],
    ]);
  });

  it("judges anything that differs, and items of policies without a cache", async () => {
    await judge({ content: "C" });
    expect(await generationsOf(() => judge({ content: "c" }))).toBe(1);
    expect(
      await generationsOf(() => judge({ content: { messages: [{ role: "user", content: "C" }] } })),
    ).toBe(1);
    expect(await generationsOf(() => judge({ content: "C", reasoning_effort: "high" }))).toBe(1);
    expect(await generationsOf(() => judge({ content: "C", policy_id: "brief" }))).toBe(1);
    for (let time = 0; time < 2; time += 1) {
      expect(await generationsOf(() => judge({ content: "C", policy_id: "plain" }))).toBe(1);
    }
    expect(await generationsOf(() => judge({ content: "C" }))).toBe(0);
  });

  it("is separate for each version, and is used again when the version is active again", async () => {
    await http.putPolicy("versions", withCache(3600));
    await judge({ policy_id: "versions" });
    await http.putPolicy("versions", withCache(3600, `${POLICY}\nSP2.a Prizes.\n`));
    const body = { policy_id: "versions" };
    expect((await judge(body)).cached_from).not.toBeNull();
    await http.call("/policies/versions/activate", { json: { version: 2 } });
    expect(await generationsOf(() => judge(body))).toBe(1);
    expect((await judge({ ...body, policy_version: 1 })).policy.version).toBe(1);
    expect(await generationsOf(() => judge({ ...body, policy_version: 1 }))).toBe(0);
  });

  it("judges again when the time is over, counted from the first judgement", async () => {
    const body = { content: "D", policy_id: "brief" };
    const first = await judge(body);
    const until = Date.parse(first.completed_at ?? "") + 1000;
    let last = first;
    while (Date.now() <= until + 50) {
      last = await judge(body);
      if (last.cached_from === null) break;
      expect(last.cached_from).toBe(first.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await generationsOf(() => judge({ ...body, content: "E" }))).toBe(1);
    const later = last.cached_from === null ? last : await judge(body);
    expect(later.cached_from).toBeNull();
  });

  it("never reuses a failure", async () => {
    const broken = await HttpService.start({ GAVEL_MAX_ATTEMPTS: "1" });
    try {
      await broken.putPolicy("cached", withCache(3600));
      const json = { content: "F", policy_id: "cached" };
      const original = broken.engine.generate.bind(broken.engine);
      broken.engine.generate = () => Promise.reject(new EngineFailedError("broken", { retryable: false }));
      const failed = (await (await broken.call("/classify", { json })).json()) as VerdictRecord;
      expect(failed).toMatchObject({ status: "failed", cached_from: null });
      broken.engine.generate = original;
      const next = (await (await broken.call("/classify", { json })).json()) as VerdictRecord;
      expect(next).toMatchObject({ status: "completed", cached_from: null });
    } finally {
      await broken.stop();
    }
  });

  it("does not reuse an erased verdict, and keeps earlier copies", async () => {
    const first = await judge({ content: "G" });
    const copy = await judge({ content: "G" });
    await http.call(`/verdicts/${first.id}`, { method: "DELETE" });
    expect(await (await http.call(`/verdicts/${copy.id}`)).json()).toEqual(copy);
    expect(await generationsOf(() => judge({ content: "G" }))).toBe(1);
  });

  it("is visible in the stream and in the metrics", async () => {
    await judge({ content: "H" });
    const stream = await SseConnection.open(`${http.url}/verdicts/stream?policy_id=cached`, {
      key: ADMIN_KEY,
    });
    await stream.block();
    const served = await judge({ content: "H" });
    expect(await stream.nextRecord()).toEqual(served);
    stream.drop();
    const metrics = await (await http.call("/metrics")).text();
    const count = (outcome: string): number =>
      Number(
        new RegExp(`^gavel_verdict_cache_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(metrics)?.[1],
      );
    expect(count("hit")).toBeGreaterThan(5);
    expect(count("miss")).toBeGreaterThan(5);
  });

  it("refuses a policy whose time is out of bounds", async () => {
    const response = await http.putPolicy("bad", withCache(2_592_001));
    expect(response.status).toBe(422);
    const problem = (await response.json()) as { code: string; errors: { pointer: string }[] };
    expect(problem.code).toBe("invalid_policy");
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(["/cache_ttl_seconds"]);
  });
});
