import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Evaluation, evaluationSchema } from "../../../schemas/evaluation.ts";
import type { EvaluationComparison } from "../../../schemas/evaluation-comparison.ts";
import type { EvaluationFindings } from "../../../schemas/evaluation-findings.ts";
import type { EvaluationRobustness } from "../../../schemas/evaluation-robustness.ts";
import type { EvaluationSteerability } from "../../../schemas/evaluation-steerability.ts";
import { reportMessageSchema } from "../../../schemas/report-message.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { eventually } from "../../helpers/eventually.ts";
import { HttpService, problemOf } from "../http/service.ts";
import { BLIND, GOLDEN, GOOD, LiteralEngine, OPPOSITE } from "./literal-engine.ts";

let http: HttpService;
let good: string;
let blind: string;

beforeAll(async () => {
  http = await HttpService.start({}, new LiteralEngine());
  await http.call("/golden-sets/cases", {
    method: "PUT",
    body: GOLDEN,
    headers: { "content-type": "application/jsonl" },
  });
  [good, blind] = await Promise.all([evaluate({ draft: GOOD }), evaluate({ draft: BLIND })]);
});
afterAll(() => http.stop());

async function evaluate(request: object): Promise<string> {
  const response = await http.call("/policies/spam/evaluations", {
    json: { golden_set: "cases", ...request },
  });
  const started = (await response.json()) as Evaluation;
  expect(response.status, JSON.stringify(started)).toBe(202);
  await eventually(async () => {
    const evaluation: unknown = await (await http.call(`/evaluations/${started.id}`)).json();
    expect(compileValidator(evaluationSchema)(evaluation)).toMatchObject({ ok: true });
    expect(evaluation).toMatchObject({ status: "completed" });
  });
  return started.id;
}

async function report<T>(id: string, query = ""): Promise<T> {
  const response = await http.call(`/evaluations/${id}/report${query}`);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  expect(compileValidator(reportMessageSchema)(body)).toMatchObject({ ok: true });
  return body as T;
}

describe("the report of an evaluation", () => {
  it("says whether the targets of the policy are met", async () => {
    const found = await report<EvaluationFindings>(good);
    expect(found).toMatchObject({
      kind: "evaluation",
      gate: { open: true, reasons: [] },
      wrong: { total: 0 },
    });
    expect(found.gate.checks).toHaveLength(3);
  });

  it("says why targets are missed, and what was judged wrong, with content only if requested", async () => {
    const found = await report<EvaluationFindings>(blind, "?content=true");
    expect(found.gate.open).toBe(false);
    expect(found.gate.reasons[0]).toMatch(
      /^recall of SP2 is 0\.000 .* the target of at least 0\.900 is missed\.$/,
    );
    expect(found.wrong.total).toBe(6);
    expect(found.wrong.shown[0]).toMatchObject({
      id: "item-0",
      change: "wrong",
      content: "WIN prize number 0",
      answers: [
        { by: "policy", violation: 0, policy_category: "SP0", rationale: "It offers <b>nothing</b>." },
      ],
    });
    const without = await report<EvaluationFindings>(blind);
    expect(without.wrong.shown[0]).not.toHaveProperty("content");
  });

  it("shows as many items as the request asks for, and counts all", async () => {
    expect((await report<EvaluationFindings>(blind, "?items=2")).wrong.shown).toHaveLength(2);
    expect((await report<EvaluationFindings>(blind, "?items=0")).wrong).toEqual({ total: 6, shown: [] });
    expect(await report<EvaluationComparison>(blind, `?items=0&base=${good}`)).toMatchObject({
      flips: { total: 6, shown: [] },
    });
    const table = await http.call(`/evaluations/${blind}/report?items=0&format=table`);
    expect(await table.text()).not.toContain("Judged wrong");
  });

  it.each([
    ["table", "text/plain; charset=utf-8", "Gate: closed"],
    ["junit", "application/xml", '<failure message="recall of SP2'],
    ["markdown", "text/markdown; charset=utf-8", "**Gate: closed**"],
    ["html", "text/html; charset=utf-8", "&lt;b&gt;nothing&lt;/b&gt;"],
  ])("is rendered as %s", async (format, type, words) => {
    const response = await http.call(`/evaluations/${blind}/report?format=${format}`);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    const text = await response.text();
    expect(text).toContain(words);
    expect(text).not.toContain("WIN prize");
  });
});

describe("the comparison of two evaluations", () => {
  it("shows every flip with both rationales, and closes the gate for a significant loss", async () => {
    const compared = await report<EvaluationComparison>(blind, `?base=${good}`);
    expect(compared).toMatchObject({
      kind: "comparison",
      base: { id: good },
      candidate: { id: blind },
      figures: { paired: 12, both_right: 6, both_wrong: 0, fixed: 0, broken: 6 },
      flips: { total: 6 },
    });
    expect(compared.figures.p_value).toBeCloseTo(1 / 32, 10);
    expect(compared.gate.reasons).toHaveLength(2);
    expect(compared.gate.reasons[1]).toBe(
      "6 items that were right are now wrong, and 0 that were wrong are now right (p = 0.031): a significant loss.",
    );
    expect(compared.flips.shown[0]).toMatchObject({
      id: "item-0",
      change: "broken",
      answers: [
        { by: "base", violation: 1, rationale: "It offers a prize." },
        { by: "candidate", violation: 0, rationale: "It offers <b>nothing</b>." },
      ],
    });
  });

  it("opens the gate in the other direction", async () => {
    const compared = await report<EvaluationComparison>(good, `?base=${blind}`);
    expect(compared).toMatchObject({ gate: { open: true }, figures: { fixed: 6, broken: 0 } });
  });
});

describe("variants of an evaluation", () => {
  it("show which changes of the content change decisions", async () => {
    const names = ["leetspeak", "homoglyphs", "changed_policy"] as const;
    const ids = await Promise.all(
      names.map((name) => evaluate({ draft: GOOD, perturbation: { name, seed: 3 } })),
    );
    const found = await report<EvaluationRobustness>(good, `?variants=${ids.join(",")}&content=true`);
    expect(found.variants.map(({ name }) => name)).toEqual(names);
    const [leetspeak, homoglyphs, changed] = found.variants;
    expect(changed).toMatchObject({ compared: 12, changed: { count: 0, total: 12 }, evaded: 0 });
    expect(leetspeak!.evaded).toBeGreaterThan(0);
    expect(leetspeak).toMatchObject({
      accused: 0,
      evaluation: { perturbation: { name: "leetspeak", seed: 3 } },
    });
    expect(homoglyphs!.compared).toBe(12);
    const [flip] = leetspeak!.flips.shown;
    expect(flip!.answers.map(({ by }) => by)).toEqual(["original", "leetspeak"]);
    const judged = await http.call(`/evaluations/${ids[0]}/items?limit=1`);
    expect(JSON.stringify(await judged.json())).not.toContain("WIN prize number 0");
  });
});

describe("the opposite policy", () => {
  it("is followed by every decision of a model that follows the text", async () => {
    const opposite = await evaluate({ draft: OPPOSITE });
    const found = await report<EvaluationSteerability>(good, `?opposite=${opposite}`);
    expect(found).toMatchObject({
      kind: "steerability",
      followed: { count: 12, total: 12 },
      released: { count: 6, total: 6 },
      caught: { count: 6, total: 6 },
      stuck: { total: 0, shown: [] },
    });
    const stuck = await report<EvaluationSteerability>(good, `?opposite=${blind}`);
    expect(stuck).toMatchObject({ followed: { count: 6, total: 12 }, stuck: { total: 6 } });
    expect(stuck.stuck.shown[0]).toMatchObject({ change: "unchanged", violation: 0 });
  });
});

describe("a report", () => {
  const UNKNOWN = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";

  it.each([
    ["an unknown evaluation", () => UNKNOWN, "", 404, "evaluation_not_found"],
    ["an unknown base", () => good, `?base=${UNKNOWN}`, 404, "evaluation_not_found"],
    ["two kinds at once", () => good, `?base=${UNKNOWN}&opposite=${UNKNOWN}`, 400, "invalid_request"],
    ["an unknown format", () => good, "?format=pdf", 400, "invalid_request"],
  ])("is refused for %s", async (_what, id, query, status, code) => {
    expect(await problemOf(await http.call(`/evaluations/${id()}/report${query}`))).toMatchObject({
      status,
      code,
    });
  });

  it("is refused while the evaluation is running", async () => {
    http.engine.hold();
    const response = await http.call("/policies/spam/evaluations", {
      json: { golden_set: "cases", draft: GOOD },
    });
    const { id } = (await response.json()) as Evaluation;
    expect(await problemOf(await http.call(`/evaluations/${id}/report`))).toMatchObject({
      status: 409,
      code: "evaluation_not_ended",
    });
    await http.call(`/evaluations/${id}/cancel`, { method: "POST" });
    http.engine.release();
  });
});
