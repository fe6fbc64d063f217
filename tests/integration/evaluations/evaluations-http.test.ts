import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Evaluation,
  type EvaluationItemPage,
  evaluationItemPageSchema,
  type EvaluationPage,
  evaluationPageSchema,
  evaluationSchema,
} from "../../../schemas/evaluation.ts";
import {
  type GoldenItemPage,
  goldenItemPageSchema,
  type GoldenSetImport,
  goldenSetImportSchema,
  type GoldenSetPage,
  goldenSetPageSchema,
} from "../../../schemas/golden-set.ts";
import type { VerdictPage } from "../../../schemas/page.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { eventually } from "../../helpers/eventually.ts";
import { HttpService, problemOf } from "../http/service.ts";
import { GOLDEN, POLICY, ScriptedEngine } from "./scripted-engine.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start(
    { GAVEL_PROMPT_TOKEN_PRICE: "1", GAVEL_COMPLETION_TOKEN_PRICE: "2", GAVEL_PRICE_CURRENCY: "EUR" },
    new ScriptedEngine(),
  );
  await http.putPolicy("spam", POLICY);
  await push("judged", GOLDEN);
});
afterAll(() => http.stop());

async function read<T>(response: Promise<Response>, schema: object, status = 200): Promise<T> {
  const got = await response;
  const body: unknown = await got.json();
  expect(got.status, JSON.stringify(body)).toBe(status);
  const validation = compileValidator<T>(schema)(body);
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return validation.value;
}

function push(name: string, body: string, query = "", type = "application/jsonl"): Promise<Response> {
  return http.call(`/golden-sets/${name}${query}`, {
    method: "PUT",
    body,
    headers: { "content-type": type },
  });
}

function start(request: object, policy = "spam"): Promise<Evaluation> {
  return read(http.call(`/policies/${policy}/evaluations`, { json: request }), evaluationSchema, 202);
}

async function ended(id: string): Promise<Evaluation> {
  return eventually(async () => {
    const evaluation = await read<Evaluation>(http.call(`/evaluations/${id}`), evaluationSchema);
    expect(evaluation.completed_at).not.toBeNull();
    return evaluation;
  });
}

function items(id: string, query = ""): Promise<EvaluationItemPage> {
  return read(http.call(`/evaluations/${id}/items${query}`), evaluationItemPageSchema);
}

describe("golden sets", () => {
  it("are stored as versions, with what was skipped and why", async () => {
    const lines = `${GOLDEN}\n{"id": "empty", "content": ""}\nnot json\n`;
    const first = await read<GoldenSetImport>(push("cases", lines), goldenSetImportSchema, 201);
    expect(first).toMatchObject({
      created: true,
      golden_set: { name: "cases", version: 1, format: "gavel", items: 5, labelled: 4, violations: 3 },
      skipped: {
        total: 2,
        records: [
          { line: 6, reason: "content is not a non-empty text or a conversation" },
          { line: 7, reason: "it is not a JSON object" },
        ],
      },
    });
    const again = await read<GoldenSetImport>(push("cases", lines), goldenSetImportSchema);
    expect(again).toMatchObject({ created: false, golden_set: { version: 1 } });
    const csv = "text,label\nhello,ham\nWIN,spam\n";
    const table = await read<GoldenSetImport>(push("cases", csv, "", "text/csv"), goldenSetImportSchema, 201);
    expect(table).toMatchObject({ golden_set: { version: 2, format: "table", items: 2, violations: 1 } });
    const list = await read<GoldenSetPage>(http.call("/golden-sets"), goldenSetPageSchema);
    expect(list.data).toContainEqual(table.golden_set);
    const versions = await read<GoldenSetPage>(http.call("/golden-sets/cases/versions"), goldenSetPageSchema);
    expect(versions.data.map(({ version }) => version)).toEqual([1, 2]);
    const page = await read<GoldenItemPage>(
      http.call("/golden-sets/cases/versions/1/items?limit=2&after=2"),
      goldenItemPageSchema,
    );
    expect(page).toMatchObject({ next_cursor: 4, has_more: true });
    expect(page.data).toMatchObject([{ id: "unsure", policy_category: null }, { id: "failing" }]);
    expect(page.data[1]).not.toHaveProperty("policy_category");
  });

  it("read labels as the policy means them, and as the query says", async () => {
    const csv = "content,label\nhello,SP0\nWIN,SP2\n";
    const coded = await read<GoldenSetImport>(
      push("coded", csv, "?policy_id=spam", "text/csv"),
      goldenSetImportSchema,
      201,
    );
    expect(coded.golden_set).toMatchObject({ violations: 1, labelled: 2 });
    const numbered = "content,label\nhello,1\nWIN,2\n";
    expect(await problemOf(await push("numbered", numbered, "", "text/csv"))).toMatchObject({
      status: 422,
      code: "golden_set_invalid",
    });
    const read2 = push("numbered", numbered, "?violations=2", "text/csv");
    expect((await read<GoldenSetImport>(read2, goldenSetImportSchema, 201)).golden_set.violations).toBe(1);
  });

  it.each([
    ["nothing that can be imported", '{"content": ""}', 422, "golden_set_invalid"],
    ["the same id twice", '{"id":"a","content":"x"}\n{"id":"a","content":"y"}', 422, "golden_set_invalid"],
    ["no known format", "a,b\n1,2\n", 422, "golden_set_invalid"],
  ])("refuse %s", async (_what, body, status, code) => {
    expect(await problemOf(await push("refused", body))).toMatchObject({ status, code });
    expect((await http.call("/golden-sets/refused")).status).toBe(404);
  });

  it("are deleted with their content", async () => {
    await push("doomed", GOLDEN);
    expect((await http.call("/golden-sets/doomed", { method: "DELETE" })).status).toBe(204);
    expect(await problemOf(await http.call("/golden-sets/doomed/versions/1/items"))).toMatchObject({
      code: "golden_set_not_found",
    });
  });
});

describe("an evaluation", () => {
  it("judges a golden set and the policy's examples, repeats them, and reports the figures", async () => {
    const started = await start({ golden_set: "judged@1", repeats: 3 });
    expect(started).toMatchObject({
      status: "running",
      policy: { id: "spam", version: 1 },
      golden_set: { name: "judged", version: 1 },
      examples: 1,
      items: 6,
      judgements: { total: 18 },
      report: null,
    });
    const evaluation = await ended(started.id);
    expect(evaluation).toMatchObject({
      status: "completed",
      judgements: { total: 18, queued: 0, running: 0, completed: 15, failed: 3, cancelled: 0 },
      seconds_left: 0,
      models: [{ name: "fake", engine: "fake", engine_version: "0" }],
    });
    const report = evaluation.report!;
    // right, wrong, unsure (right at first) and the example; failing and unlabelled do not count.
    expect(report).toMatchObject({ items: 6, counted: 4, failed: 1, missing: 0, unlabelled: 1 });
    expect(report.overall.confusion).toEqual({
      true_positives: 1,
      false_positives: 0,
      true_negatives: 2,
      false_negatives: 1,
    });
    expect(report.overall.accuracy).toMatchObject({ count: 3, total: 4, value: 0.75 });
    expect(report.overall.f1.value).toBeCloseTo(2 / 3, 12);
    expect(report.tags.map(({ tag }) => tag)).toEqual(["example", "short"]);
    expect(report.categories.find(({ code }) => code === "SP2")?.metrics.recall).toMatchObject({
      count: 1,
      total: 2,
    });
    expect(report.calibration?.items).toBe(4);
    expect(report.stability).toMatchObject({ changed: 1, unanimous: { count: 4, total: 5 } });
    expect(report.usage).toMatchObject({ judgements: 15, completion_tokens: 15 });
    expect(report.engine_ms?.p50).toBeGreaterThanOrEqual(0);
    expect(report.cost).toEqual({
      amount: (report.usage.prompt_tokens + 2 * report.usage.completion_tokens) / 1_000_000,
      currency: "EUR",
    });

    const wrong = await items(started.id, "?filter=wrong&reasoning=true");
    expect(wrong.data).toMatchObject([{ id: "wrong", content: "hello there", outcome: "wrong" }]);
    expect(wrong.data[0]?.judgements[0]).toMatchObject({
      repeat: 1,
      status: "completed",
      verdict: { violation: 0, rationale: "As the test says." },
      reasoning: "The reasoning.",
      model: { seed: null },
    });
    const failed = await items(started.id, "?filter=failed");
    expect(failed.data).toMatchObject([{ id: "failing", outcome: "failed" }]);
    expect(failed.data[0]?.judgements[0]?.error?.code).toBe("prompt_too_long");
    const changed = await items(started.id, "?filter=changed");
    expect(changed.data).toMatchObject([{ id: "unsure", changed: true, outcome: "right" }]);
    const page = await items(started.id, "?limit=4&after=1");
    expect(page.data.map(({ id }) => id)).toEqual(["wrong", "unsure", "failing", "unlabelled"]);
    expect(page).toMatchObject({ next_cursor: 5, has_more: true });
  });

  it("leaves no trace in verdicts, and none of its judgements is reused for a request", async () => {
    const before = http.engine.asked;
    const { id } = await start({ golden_set: "judged" });
    await ended(id);
    expect(http.engine.asked).toBeGreaterThan(before);
    const verdicts = (await (await http.call("/verdicts?limit=200")).json()) as VerdictPage;
    expect(verdicts.data).toEqual([]);
    const request = { policy_id: "spam", content: "WIN now" };
    const record = await (await http.call("/classify", { json: request })).json();
    expect(record).toMatchObject({ status: "completed", cached_from: null });
    const metrics = await (await http.call("/metrics")).text();
    expect(metrics).toContain('gavel_verdicts_total{policy="spam",outcome="violation"} 1\n');
  });

  it("judges a draft, which stays traceable and is not a version", async () => {
    const draft = "# Draft\n\nSP0 Not spam.\n\nSP2 Spam: offers of prizes.\n";
    const started = await start({ golden_set: "judged", draft }, "new-policy");
    expect(started.policy).toMatchObject({ id: "new-policy", version: null });
    const evaluation = await ended(started.id);
    expect(evaluation).toMatchObject({ status: "completed", examples: 0 });
    expect((await http.call("/policies/new-policy")).status).toBe(404);
    const judged = await items(started.id, "?limit=1");
    expect(judged.data[0]?.judgements[0]?.status).toBe("completed");
  });

  it("is cancelled: what is not judged is missing, and never passes", async () => {
    http.engine.hold();
    const { id } = await start({ golden_set: "judged", repeats: 2 });
    await eventually(async () => {
      const { judgements } = await read<Evaluation>(http.call(`/evaluations/${id}`), evaluationSchema);
      expect(judgements.running).toBeGreaterThan(0);
    });
    const cancelled = await read<Evaluation>(
      http.call(`/evaluations/${id}/cancel`, { method: "POST" }),
      evaluationSchema,
    );
    expect(["cancelling", "cancelled"]).toContain(cancelled.status);
    const evaluation = await ended(id);
    http.engine.release();
    expect(evaluation).toMatchObject({
      status: "cancelled",
      judgements: { total: 12, cancelled: 12, completed: 0 },
      report: { counted: 0, missing: 5, overall: { accuracy: { value: null } } },
    });
    const list = await read<EvaluationPage>(
      http.call("/evaluations?policy_id=spam&limit=1"),
      evaluationPageSchema,
    );
    expect(list).toMatchObject({ has_more: true, data: [{ id, report: null }] });
  });

  it.each([
    ["a policy that does not exist", "none", {}, 404, "policy_not_found"],
    ["a version that does not exist", "spam", { version: 9 }, 404, "policy_version_not_found"],
    ["a golden set that does not exist", "spam", { golden_set: "none" }, 404, "golden_set_not_found"],
    ["a version and a draft", "spam", { version: 1, draft: "# X" }, 400, "invalid_request"],
    ["a draft that can never be used", "spam", { draft: "---\nbad: 1\n---\n" }, 422, "invalid_policy"],
    ["nothing to judge", "spam", { examples: false }, 400, "invalid_request"],
  ])("is refused for %s", async (_what, policy, json, status, code) => {
    const response = await http.call(`/policies/${policy}/evaluations`, { json });
    expect(await problemOf(response)).toMatchObject({ status, code });
  });

  it("shows reasoning only to keys that may read it", async () => {
    const { id } = await start({});
    await ended(id);
    const key = await http.createKey("evaluations:read");
    expect((await http.call(`/evaluations/${id}/items`, { key })).status).toBe(200);
    const refused = await http.call(`/evaluations/${id}/items?reasoning=true`, { key });
    expect(await problemOf(refused)).toMatchObject({ status: 403, code: "forbidden" });
    const both = await http.createKey("evaluations:read", "reasoning:read");
    expect((await http.call(`/evaluations/${id}/items?reasoning=true`, { key: both })).status).toBe(200);
  });

  it.each(["/evaluations/none", "/evaluations/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10/items"])(
    "is not found at %s",
    async (path) => {
      expect(await problemOf(await http.call(path))).toMatchObject({ code: "evaluation_not_found" });
    },
  );

  it("writes no content to the log", () => {
    expect(http.log).not.toMatch(/WIN now|hello there|MAYBE spam|BROKEN content|offers of prizes/);
  });
});

describe("trying a draft", () => {
  it("judges one text, and stores no version, verdict or listed evaluation", async () => {
    const draft = `${POLICY}\nA text that nobody has saved.\n`;
    const json = { draft, content: "WIN something", reasoning_effort: "low" };
    const { id, policy } = await read<Evaluation>(
      http.call("/policies/not-stored/try", { json }),
      evaluationSchema,
      202,
    );
    expect(policy).toMatchObject({ id: "not-stored", version: null });
    await ended(id);
    const { data } = await read<EvaluationItemPage>(
      http.call(`/evaluations/${id}/items?reasoning=true`),
      evaluationItemPageSchema,
    );
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ content: "WIN something", outcome: "unlabelled" });
    expect(data[0]?.judgements[0]).toMatchObject({
      status: "completed",
      verdict: { violation: 1, policy_category: "SP2" },
      reasoning: "The reasoning.",
    });
    expect((await http.call("/policies/not-stored")).status).toBe(404);
    const { data: listed } = await read<EvaluationPage>(http.call("/evaluations"), evaluationPageSchema);
    expect(listed.map((each) => each.id)).not.toContain(id);
    const { data: verdicts } = (await (
      await http.call("/verdicts?policy_id=not-stored")
    ).json()) as VerdictPage;
    expect(verdicts).toEqual([]);
  });

  it("refuses a document that could never be used", async () => {
    const json = { draft: "---\ncategories: 7\n---\n# X\n", content: "x" };
    expect(await problemOf(await http.call("/policies/spam/try", { json }))).toMatchObject({
      code: "invalid_policy",
    });
  });
});
