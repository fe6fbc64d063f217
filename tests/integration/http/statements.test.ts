import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StatementOfReasons, statementOfReasonsSchema } from "../../../schemas/statement-of-reasons.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { newCompletion, newItem, uuidv7, violating } from "../../helpers/stores.ts";
import { type CliOutcome, HttpService, problemOf } from "./service.ts";

let http: HttpService;
let id: string;
let allowed: string;

beforeAll(async () => {
  http = await HttpService.start();
  await http.putPolicy("spam");
  const { verdicts } = http.service.parts.stores;
  const [first, second] = [newItem({ content: "Call Jane on 555-0100" }), newItem()];
  await verdicts.create([first, second]);
  await verdicts.complete(first.id, {
    ...violating(),
    verdict: {
      violation: 1,
      policy_category: "SP2",
      rule_ids: [],
      confidence: "high",
      rationale: "Names Jane's number.",
    },
  });
  await verdicts.complete(second.id, newCompletion());
  [id, allowed] = [first.id, second.id];
});
afterAll(() => http.stop());

function draft(of: string, json: unknown): Promise<Response> {
  return http.call(`/verdicts/${of}/statement-of-reasons`, { json });
}

describe("POST /verdicts/{verdict_id}/statement-of-reasons", () => {
  it("drafts a valid statement without a word of the content", async () => {
    const response = await draft(id, { decision_visibility: ["DECISION_VISIBILITY_CONTENT_REMOVED"] });
    expect(response.status).toBe(200);
    const text = await response.text();
    const validation = compileValidator<StatementOfReasons>(statementOfReasonsSchema)(JSON.parse(text));
    expect(validation).toMatchObject({ ok: true, value: { puid: id } });
    expect(text).not.toMatch(/Jane|555/);
  });

  it("also drafts one for a record that was erased", async () => {
    const { verdicts } = http.service.parts.stores;
    const item = newItem();
    await verdicts.create([item]);
    await verdicts.complete(item.id, violating());
    await verdicts.erase(item.id);
    const json = { decision_visibility: ["DECISION_VISIBILITY_CONTENT_REMOVED"], include_rationale: true };
    expect(((await (await draft(item.id, json)).json()) as StatementOfReasons).puid).toBe(item.id);
  });

  it.each([
    [{}, "/decision_visibility"],
    [{ decision_visibility: [] }, "/decision_visibility"],
    [{ decision_visibility: ["REMOVED"] }, "/decision_visibility/0"],
    [{ category: "SPAM" }, "/category"],
    [{ decision_facts: "mine" }, "/decision_facts"],
    [{ content_date: "today" }, "/content_date"],
    [{ territorial_scope: ["Germany"] }, "/territorial_scope/0"],
    [
      { decision_account: "DECISION_ACCOUNT_SUSPENDED", content_type: ["CONTENT_TYPE_OTHER"] },
      "/content_type_other",
    ],
  ])("refuses %j", async (json, pointer) => {
    const problem = await problemOf(await draft(id, json));
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it("is only for violations that exist", async () => {
    expect((await problemOf(await draft(allowed, {}))).code).toBe("statement_not_applicable");
    expect((await problemOf(await draft(uuidv7(), {}))).code).toBe("verdict_not_found");
    expect((await problemOf(await draft("none", {}))).code).toBe("verdict_not_found");
  });
});

describe("gavel verdicts statement", () => {
  const gavel = (input: string | undefined, ...argv: string[]): Promise<CliOutcome> =>
    http.gavel(["verdicts", "statement", ...argv], { input });

  it("prints the statement, and accepts short names for the database's long ones", async () => {
    const fields = JSON.stringify({ content_language: "EN" });
    const options = [
      "--visibility",
      "REMOVED",
      "--category",
      "SCAMS_AND_FRAUD",
      "--keyword",
      "PHISHING",
      "--territory",
      "DE",
    ];
    const { code, stdout } = await gavel(fields, id, ...options, "--source", "ARTICLE_16", "--fields", "-");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      decision_visibility: ["DECISION_VISIBILITY_CONTENT_REMOVED"],
      category: "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
      category_specification: ["KEYWORD_PHISHING"],
      source_type: "SOURCE_ARTICLE_16",
      territorial_scope: ["DE"],
      content_language: "EN",
    });
  });

  it("says what is missing or wrong", async () => {
    expect(await gavel(undefined, id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("/decision_visibility is required"),
    });
    expect((await gavel(undefined, id, "--visibility", "GONE")).code).toBe(2);
    expect((await gavel("nonsense", id, "--fields", "-")).stderr).toContain("not valid JSON");
    expect((await gavel(undefined, "none")).code).toBe(2);
  });
});
