import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Evaluation } from "../../../schemas/evaluation.ts";
import { type CliOutcome, HttpService } from "../http/service.ts";
import { GOLDEN, POLICY, ScriptedEngine } from "./scripted-engine.ts";

let http: HttpService;
let directory: string;
let cases: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gavel-eval-"));
  cases = path.join(directory, "Cases.jsonl");
  await writeFile(cases, `${GOLDEN}\n{"id": "empty", "content": ""}\n`);
  http = await HttpService.start({}, new ScriptedEngine());
  await http.putPolicy("spam", POLICY);
});
afterAll(async () => {
  await http?.stop();
  await rm(directory, { recursive: true, force: true });
});

const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(argv);

describe("gavel golden", () => {
  it("pushes a file, reports what was skipped, lists and shows the set", async () => {
    const pushed = await gavel("golden", "push", "cases", cases);
    expect(pushed).toMatchObject({ code: 0, stdout: "cases@1: 5 items, 4 labelled\n" });
    expect(pushed.stderr).toContain("Skipped 1 record:\n  line 6: content is not a non-empty text");
    expect(pushed.stderr).toContain("Stored as a new version.");
    expect((await gavel("golden", "push", "cases", cases)).stderr).toContain("This version already exists.");
    expect((await gavel("golden", "list")).stdout).toMatch(/^NAME.*\ncases {2,}1 {2,}5 {2,}4 {2,}3/);
    expect((await gavel("golden", "show", "cases")).stdout).toContain(
      "5, of which 4 labelled and 3 violations",
    );
    const items = await gavel("golden", "show", "cases@1", "--items", "--limit", "2");
    expect(
      items.stdout
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual(["right", "wrong"]);
  });

  it.each([
    [["golden", "push", "cases"], 2],
    [["golden", "push", "cases@1", "x"], 2],
    [["golden", "show", "none"], 1],
    [["golden", "show", "cases", "--limit", "1"], 2],
  ])("refuses %j", async (argv, code) => {
    expect(await gavel(...argv)).toMatchObject({ code, stdout: "" });
  });
});

describe("gavel eval", () => {
  it("uploads a file, waits, and prints the figures and what is wrong", async () => {
    const { code, stdout, stderr } = await gavel(
      "eval",
      "spam",
      "--golden",
      cases,
      "--repeat",
      "3",
      "--reasoning",
    );
    // One item cannot be judged.
    expect(code).toBe(3);
    expect(stderr).toContain("Golden set spam-cases@1: 5 items");
    expect(stdout).toMatch(/^Evaluation of spam@1\n {2}Judged by +spam@1, effort medium, /);
    expect(stdout).toContain(
      "6 items, each judged 3 times: golden set spam-cases@1 and 1 example of the policy",
    );
    expect(stdout).toContain("Not counted: 1 failed, 1 without a label.");
    expect(stdout).toMatch(/accuracy +0\.750 +0\.301 to 0\.954 +3 of 4\n/);
    expect(stdout).toMatch(/SP2 +1 +1 +0\n/);
    expect(stdout).toContain("All repeats agree for 80.0 % of the items");
    expect(stdout).not.toContain("Judged wrong");
    expect(stdout).toMatch(/Wrong:\n\nwrong\n {2}content +hello there\n {2}expected +violation \(SP2\)/);
    expect(stdout).toMatch(/rationale +As the test says\./);
    expect(stdout).toMatch(/reasoning +The reasoning\./);
    expect(stdout).toContain("Failed:\n\nfailing\n");
    expect(stdout).toContain("Changing between repeats:\n\nunsure\n");
  });

  it("evaluates a file as a draft, and returns JSON", async () => {
    const draft = path.join(directory, "Spam draft.md");
    await writeFile(draft, POLICY);
    const { code, stdout } = await gavel("eval", draft, "--json", "--effort", "low");
    expect(code).toBe(0);
    const evaluation = JSON.parse(stdout) as Evaluation;
    expect(evaluation).toMatchObject({
      status: "completed",
      policy: { id: "spam-draft", version: null },
      golden_set: null,
      reasoning_effort: "low",
      report: { counted: 1, overall: { accuracy: { value: 1 } } },
    });
  });

  it("detaches, cancels, and waits for an earlier evaluation", async () => {
    http.engine.hold();
    const { code, stdout } = await gavel("eval", "spam@1", "--golden", "spam-cases@1", "--detach");
    expect(code).toBe(0);
    const id = stdout.trim();
    expect(await gavel("eval", "--cancel", id)).toMatchObject({ code: 0, stdout: `${id}\n` });
    http.engine.release();
    const waited = await gavel("eval", "--resume", id, "--show", "0");
    expect(waited.code).toBe(3);
    expect(waited.stdout).toContain(`${id}, cancelled `);
    expect(waited.stdout).toMatch(/accuracy +– +– +0 of 0\n/);
  });

  it.each([
    [["eval"], 2],
    [["eval", "spam", "--resume", "x"], 2],
    [["eval", "--resume", "x"], 2],
    [["eval", "spam", "--golden", "No such file.csv"], 2],
    [["eval", "spam", "--as", "other"], 2],
    [["eval", "spam", "--repeat", "11"], 2],
    [["eval", "none"], 1],
    [["eval", "spam", "--golden", "none"], 1],
    [["eval", "missing.md"], 1],
  ])("refuses %j", async (argv, code) => {
    const refused = await gavel(...argv);
    expect(refused).toMatchObject({ code, stdout: "" });
    expect(refused.stderr).toMatch(/^gavel: /);
  });
});
