import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importGolden } from "../../../evaluation/golden/import-golden.ts";
import type { AuditPage, AuditVerification } from "../../../schemas/audit.ts";
import {
  type NextReview,
  nextReviewSchema,
  type ReviewDetail,
  reviewDetailSchema,
  type ReviewItem,
  reviewItemSchema,
  type ReviewPage,
  reviewPageSchema,
  type ReviewStats,
  reviewStatsSchema,
} from "../../../schemas/review-item.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { type CliOutcome, HoldingEngine, HttpService, problemOf } from "./service.ts";

const POLICY = `---
title: Spam
categories:
  - { code: SP1, violation: 0 }
  - { code: SP2 }
review:
  confidence: low
---
# Spam

SP2 Offers of prizes.
`;
const ANSWER = JSON.stringify({
  violation: 1,
  policy_category: "SP2",
  rule_ids: [],
  confidence: "low",
  rationale: "An offer.",
});

let http: HttpService;
let policyId: string;
let key: string;

beforeAll(async () => {
  http = await HttpService.start({ GAVEL_DEFAULT_WAIT_SECONDS: "60" }, new HoldingEngine(() => ANSWER));
  key = await http.createKey("reviews:read", "reviews:write", "content:read");
});
afterAll(() => http.stop());

async function policy(): Promise<void> {
  policyId = `spam-${randomUUID()}`;
  expect((await http.putPolicy(policyId, POLICY)).status).toBe(201);
}

async function judged(content: string): Promise<VerdictRecord> {
  const response = await http.call("/classify", { json: { content, policy_id: policyId } });
  return (await response.json()) as VerdictRecord;
}

/** The body of a response, valid against its schema. */
async function read<T>(schema: object, response: Response): Promise<T> {
  const body: unknown = await response.json();
  const validation = compileValidator<T>(schema)(body);
  if (!validation.ok) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return validation.value;
}

const post = (path: string, json: object): Promise<Response> => http.call(path, { key, json });
const item = async (path: string, json: object): Promise<ReviewItem> =>
  read<ReviewItem>(reviewItemSchema, await post(path, json));
const next = async (reviewer: string, fields: object = {}): Promise<ReviewItem | null> =>
  (
    await read<NextReview>(
      nextReviewSchema,
      await post("/reviews/next", { policy_id: policyId, reviewer, ...fields }),
    )
  ).item;
const record = async (id: string): Promise<VerdictRecord> =>
  (await (await http.call(`/verdicts/${id}`)).json()) as VerdictRecord;

async function auditOf(id: string): Promise<readonly string[]> {
  const response = await http.call(`/audit?subject=${encodeURIComponent(`/verdicts/${id}`)}&order=asc`);
  return ((await response.json()) as AuditPage).data.map(({ action }) => action);
}

describe("a verdict that needs a review", () => {
  it("is still the model's verdict at every endpoint", async () => {
    await policy();
    const { status, verdict, review } = await judged("Win a prize");
    expect({ status, verdict }).toMatchObject({ status: "completed", verdict: { violation: 1 } });
    expect(review).toMatchObject({ state: "needs_review", reasons: ["confidence"] });
    const guardrail = await http.call("/beta/litellm_basic_guardrail_api", {
      json: {
        texts: ["Win a prize now"],
        input_type: "request",
        additional_provider_specific_params: { policy_id: policyId },
      },
    });
    expect(await guardrail.json()).toMatchObject({ action: "BLOCKED" });
    const moderation = await http.call("/v1/moderations", {
      json: { input: "Win a prize today", model: policyId },
    });
    expect(await moderation.json()).toMatchObject({ results: [{ flagged: true }] });
  });
});

describe("an analyst", () => {
  it("claims items, reads their content, decides, undoes, escalates, and exports what was decided", async () => {
    await policy();
    const contents = ["Win a prize, 1", "Win at chess, 2", "Prizes, 3"];
    const ids: string[] = [];
    for (const content of contents) ids.push((await judged(content)).id);
    const [first = "", second = "", third = ""] = ids;

    // Claim and read.
    const taken = await next("Ann");
    expect(taken).toMatchObject({ id: first, content_kept: true, claim: { reviewer: "Ann" } });
    const content = await http.call(`/verdicts/${first}/content`, { key });
    expect(await content.json()).toEqual({ id: first, content: contents[0] });
    expect(content.headers.get("cache-control")).toBe("no-store");
    expect(await auditOf(first)).toEqual(["content.read"]);
    expect((await problemOf(await post(`/reviews/${first}/claim`, { reviewer: "Ben" }))).code).toBe(
      "review_claimed",
    );
    await item(`/reviews/${first}/decision`, { decision: "agree", reviewer: "Ann" });

    // Overturning needs a reason.
    expect(await next("Ann")).toMatchObject({ id: second });
    const unexplained = await problemOf(
      await post(`/reviews/${second}/decision`, { decision: "overturn", violation: 0, reviewer: "Ann" }),
    );
    expect(unexplained).toMatchObject({ code: "invalid_request", errors: [{ pointer: "/reason" }] });
    const overturn = { decision: "overturn", violation: 0, reason: "It is about chess.", reviewer: "Ann" };
    const before = await record(second);
    const overturned = await item(`/reviews/${second}/decision`, overturn);
    expect(overturned.record).toEqual(await record(second));
    expect(overturned.record).toEqual({ ...before, review: overturned.record.review });
    expect(overturned.record.review).toMatchObject({
      state: "overturned",
      outcome: { violation: 0, policy_category: null },
    });
    expect((await item(`/reviews/${second}/undo`, { reviewer: "Ann" })).claim).not.toBeNull();
    await item(`/reviews/${second}/decision`, overturn);
    expect((await problemOf(await post(`/reviews/${second}/undo`, { reviewer: "Ben" }))).code).toBe(
      "review_undo_refused",
    );

    // Another person decides what one escalates.
    expect(await next("Ann")).toMatchObject({ id: third });
    await item(`/reviews/${third}/notes`, { text: "Is this a shop?", reviewer: "Ann" });
    await item(`/reviews/${third}/decision`, { decision: "escalate", reviewer: "Ann" });
    expect(await next("Ann", { state: "escalated" })).toBeNull();
    expect(await next("Ben")).toBeNull();
    expect(await next("Ben", { state: "escalated" })).toMatchObject({ id: third });
    await item(`/reviews/${third}/decision`, { decision: "agree", reviewer: "Ben" });
    expect((await problemOf(await post(`/reviews/${third}/decision`, overturn))).code).toBe("review_closed");

    // The history is on the record, in codes; the words are with the review.
    expect((await record(second)).review?.decisions).toMatchObject([
      { decision: "overturn", undone_at: expect.any(String) },
      { decision: "overturn", undone_at: null },
    ]);
    const detail = await read<ReviewDetail>(
      reviewDetailSchema,
      await http.call(`/reviews/${third}`, { key }),
    );
    expect(detail.events.map(({ type, reviewer, text }) => [type, reviewer, text])).toEqual([
      ["note", "Ann", "Is this a shop?"],
      ["decision", "Ann", null],
      ["decision", "Ben", null],
    ]);

    // Figures and golden items.
    const stats = await read<ReviewStats>(
      reviewStatsSchema,
      await http.call(`/reviews/stats?policy_id=${policyId}&days=1`, { key }),
    );
    expect(stats).toMatchObject({
      queues: [],
      decisions: { agree: 2, overturn: 1, unsure: 0, escalate: 1 },
    });
    const exported = await http.call(`/reviews/export?policy_id=${policyId}`, { key });
    expect(exported.headers.get("content-type")).toBe("application/jsonl");
    const { items, skipped } = importGolden(await exported.text());
    expect(skipped).toEqual([]);
    expect(items.map(({ id, violation, note }) => [id, violation, note])).toEqual([
      [first, 1, undefined],
      [second, 0, "It is about chess."],
      [third, 1, undefined],
    ]);

    // Everything is in the audit log, without any text that people wrote.
    expect(await auditOf(second)).toEqual(["review.decided", "review.undone", "review.decided"]);
    const log = await (await http.call("/audit?limit=1000")).text();
    expect(log).toContain("review.exported");
    for (const words of [...contents, "about chess", "a shop"]) {
      expect(log).not.toContain(words);
      expect(http.log).not.toContain(words);
    }
    const verification = (await (await http.call("/audit/verify")).json()) as AuditVerification;
    expect(verification.valid).toBe(true);
  });

  it("gets an appeal of an item that another person decided, after all waiting items", async () => {
    await policy();
    const [first, second] = [(await judged("a prize")).id, (await judged("another prize")).id];
    await item(`/reviews/${first}/decision`, { decision: "agree", reviewer: "Ann" });
    await item(`/verdicts/${first}/appeals`, { complaint: "It was a joke." });
    const page = await read<ReviewPage>(
      reviewPageSchema,
      await http.call(`/reviews?policy_id=${policyId}`, { key }),
    );
    expect(page.data.map(({ id }) => id)).toEqual([second, first]);
    expect(await next("Ann")).toMatchObject({ id: second });
    expect(await next("Ann")).toBeNull();
    expect(await next("Ben")).toMatchObject({ id: first, record: { review: { appeals: 1 } } });
    expect(await auditOf(first)).toEqual(["review.decided", "review.appealed"]);
  });

  it("gets an item once, however many people request one at the same time", async () => {
    await policy();
    for (let count = 0; count < 6; count += 1) await judged(`prize ${count}`);
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, index) => next(index % 2 === 0 ? "Ann" : "Ben")),
    );
    const ids = taken.filter((claimed) => claimed !== null).map(({ id }) => id);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);
  });

  it("gets a code that says why there is no content or no review", async () => {
    await policy();
    const [erased, old] = [(await judged("erase this")).id, (await judged("keep this")).id];
    const codeOf = async (path: string, json?: object): Promise<[number, string]> => {
      const problem = await problemOf(
        await http.call(path, { key, ...(json === undefined ? {} : { json }) }),
      );
      return [problem.status, problem.code];
    };
    await http.call(`/verdicts/${erased}`, { method: "DELETE" });
    expect(await codeOf(`/verdicts/${erased}/content`)).toEqual([410, "verdict_erased"]);
    expect(await codeOf(`/reviews/${erased}/claim`, {})).toEqual([409, "verdict_not_reviewable"]);
    await http.service.parts.stores.verdicts.eraseContent(new Date(Date.now() + 60_000));
    expect(await codeOf(`/verdicts/${old}/content`)).toEqual([404, "content_not_kept"]);
    expect(await auditOf(old)).toEqual([]);
    expect((await next("Ann"))?.content_kept).toBe(false);
    const unknown = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";
    for (const path of [`/verdicts/${unknown}/content`, "/verdicts/x/content"]) {
      expect(await codeOf(path)).toEqual([404, "verdict_not_found"]);
    }
    expect(await codeOf(`/reviews/${unknown}`)).toEqual([404, "review_not_found"]);
    expect(await codeOf(`/reviews/${unknown}/decision`, { decision: "agree" })).toEqual([
      404,
      "verdict_not_found",
    ]);
    await http.putPolicy(policyId, POLICY.replace("review:\n  confidence: low\n", ""));
    await http.call(`/policies/${policyId}/activate`, { json: { version: 2 } });
    const plain = await judged("no review");
    expect(plain.review).toBeNull();
    expect(await codeOf(`/reviews/${plain.id}/notes`, { text: "x" })).toEqual([404, "review_not_found"]);
  });

  it.each([
    ["/reviews/next", { reviewer: " Ann" }, "/reviewer"],
    ["/reviews/next", { lease_seconds: 5 }, "/lease_seconds"],
    ["/reviews/next", { state: "agreed" }, "/state"],
    ["/verdicts/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10/appeals", { complaint: "  " }, "/complaint"],
    ["/reviews/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10/decision", { decision: "maybe" }, "/decision"],
  ])("is refused at %s with %j", async (path, json, pointer) => {
    const problem = await problemOf(await post(path, json));
    expect(problem).toMatchObject({ code: "invalid_request", errors: [{ pointer }] });
  });
});

describe("gavel review", () => {
  const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(["review", ...argv], { key });

  it("claims, shows, releases, skips, decides, undoes, lists, counts and exports", async () => {
    await policy();
    const [first, second] = [(await judged("A prize for you")).id, (await judged("A prize for me")).id];
    const ofPolicy = ["--policy", policyId, "--reviewer", "Ann"];
    const shown = await gavel("next", ...ofPolicy);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toContain(first);
    expect(shown.stdout).toContain("needs_review (confidence)");
    expect(shown.stdout).toContain("Content\nA prize for you\n");
    expect(await gavel("release", first, "--reviewer", "Ann")).toEqual({
      ...{ code: 0, stderr: "" },
      stdout: `${first}: released.\n`,
    });
    expect((await gavel("next", ...ofPolicy)).stdout).toContain(first);
    expect(await gavel("skip", first, "--reviewer", "Ann")).toMatchObject({ code: 0 });
    const json = JSON.parse((await gavel("next", ...ofPolicy, "--json", "--lease", "1")).stdout) as unknown;
    expect(json).toMatchObject({ item: { id: second }, content: "A prize for me" });

    expect(await gavel("decide", second, "overturn", "--violation", "0")).toMatchObject({ code: 2 });
    expect(await gavel("decide", second, "perhaps")).toMatchObject({ code: 2 });
    expect(await gavel("decide", second, "agree", "--reviewer", "Ben")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("review_claimed"),
    });
    const decide = [
      "decide",
      second,
      "overturn",
      "--violation",
      "0",
      "--reason",
      "Mine.",
      "--reviewer",
      "Ann",
    ];
    expect((await gavel(...decide)).stdout).toContain("overturned");
    expect((await gavel("undo", second, "--reviewer", "Ann")).stdout).toContain("needs_review");
    await gavel(...decide);
    await gavel("note", first, "A shop?", "--reviewer", "Ben");
    await gavel("decide", first, "agree", "--reviewer", "Ben");
    expect((await gavel("appeal", first, "It is mine.")).stdout).toContain("needs_review");
    expect((await gavel("show", first)).stdout).toMatch(/Ben: note\n +A shop\?/);
    expect((await gavel("list", "--policy", policyId)).stdout).toMatch(new RegExp(`${first} .*appeal`));
    const lines = (await gavel("list", "--policy", policyId, "--state", "overturned", "--json")).stdout;
    expect(JSON.parse(lines)).toMatchObject({ id: second });
    expect((await gavel("stats", "--policy", policyId)).stdout).toMatch(/Ann +0 +1 +0 +0/);
    expect(await gavel("next", "--policy", policyId, "--reviewer", "Ben")).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "No item waits for you.\n",
    });

    const directory = mkdtempSync(join(tmpdir(), "gavel-reviews-"));
    try {
      const file = join(directory, "reviewed.jsonl");
      expect(await gavel("export", "--policy", policyId, "--output", file)).toMatchObject({ code: 0 });
      expect(readFileSync(file, "utf8")).toBe((await gavel("export", "--policy", policyId)).stdout);
      const pushed = await http.gavel(["golden", "push", "reviewed", file, "--json"]);
      expect(pushed.code).toBe(0);
      expect(JSON.parse(pushed.stdout)).toMatchObject({
        golden_set: { items: 1, labelled: 1, violations: 0 },
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("shows an item without its content if the key may not read it", async () => {
    await policy();
    await judged("Another prize");
    const limited = await http.createKey("reviews:write");
    const { code, stdout, stderr } = await http.gavel(["review", "next", "--policy", policyId], {
      key: limited,
    });
    expect(code).toBe(0);
    expect(stdout).not.toContain("Another prize");
    expect(stderr).toContain("content:read");
  });
});
