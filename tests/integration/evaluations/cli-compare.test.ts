import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvaluationComparison } from "../../../schemas/evaluation-comparison.ts";
import type { EvaluationRobustness } from "../../../schemas/evaluation-robustness.ts";
import { type CliOutcome, HttpService } from "../http/service.ts";
import { BLIND, GOLDEN, GOOD, LiteralEngine, OPPOSITE } from "./literal-engine.ts";

let http: HttpService;
let directory: string;
/** Paths of files. */
let cases: string;
let blind: string;
let opposite: string;
let translated: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gavel-compare-"));
  const write = async (name: string, text: string) => {
    await writeFile(path.join(directory, name), text);
    return path.join(directory, name);
  };
  cases = await write("cases.jsonl", GOLDEN);
  blind = await write("blind.md", BLIND);
  opposite = await write("opposite.md", OPPOSITE);
  translated = await write("translated.jsonl", GOLDEN.replaceAll("WIN prize", "PREIS"));
  http = await HttpService.start({}, new LiteralEngine());
  await http.putPolicy("spam", GOOD.replace(/targets: .*\n/, ""));
});
afterAll(async () => {
  await http?.stop();
  await rm(directory, { recursive: true, force: true });
});

const gavel = (...argv: string[]): Promise<CliOutcome> => http.gavel(argv);

function fileOf(name: string): Promise<string> {
  return readFile(path.join(directory, name), "utf8");
}

describe("gavel compare", () => {
  it("compares a version with a draft, and shows both rationales of each flip", async () => {
    const { code, stdout, stderr } = await gavel("compare", "spam", blind, "--golden", cases);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain("Golden set spam-cases@1: 12 items");
    expect(stdout).toMatch(/^Comparison of spam@1 and spam, draft [0-9a-f]{12}\n/);
    expect(stdout).toContain("Gate: closed\n");
    expect(stdout).toContain("item-0  broken, labelled violation, SP2\n      base: violation, SP2");
    expect(stdout).toContain("candidate: no violation, SP0 (confidence high): It offers <b>nothing</b>.");
  });

  it("exits with 1 for a closed gate, and writes a report", async () => {
    const report = path.join(directory, "report.xml");
    const closed = await gavel(
      "compare",
      "spam",
      blind,
      "-g",
      "spam-cases",
      "--gate",
      "--format",
      "junit",
      "--out",
      report,
    );
    expect(closed).toMatchObject({ code: 1, stdout: "" });
    expect(closed.stderr).toContain("Gate: closed\n  recall of SP2 is 0.000");
    expect(await fileOf("report.xml")).toContain('failures="2"');
    const open = await gavel(
      "compare",
      "spam@1",
      "spam",
      "-g",
      "spam-cases@1",
      "--gate",
      "--candidate-effort",
      "high",
    );
    expect(open).toMatchObject({ code: 0 });
    expect(open.stderr).toContain("Gate: open\n");
    expect(open.stdout).toContain("Violation and category are the same for every item.");
  });

  it("compares evaluations that were started before", async () => {
    const ids: string[] = [];
    for (const subject of [["spam"], [blind, "--as", "spam"]]) {
      const { stdout } = await gavel("eval", ...subject, "--golden", "spam-cases", "--detach");
      ids.push(stdout.trim());
    }
    const { code, stdout } = await gavel("compare", ...ids, "--json");
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as EvaluationComparison;
    expect(report).toMatchObject({
      base: { id: ids[0] },
      candidate: { id: ids[1] },
      figures: { broken: 6 },
      flips: { total: 6 },
    });
  });

  it.each([
    [["compare", "spam"], 2],
    [["compare", "spam", "spam", "--format", "pdf"], 2],
    [["compare", "spam", "spam", "--json", "--format", "html"], 2],
    [["compare", "spam", "spam", "--base-effort", "none"], 2],
    [["compare", "spam", "none", "-g", "spam-cases"], 1],
    [["compare", "spam", "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10"], 1],
  ])("refuses %j", async (argv, code) => {
    expect(await gavel(...argv)).toMatchObject({ code, stdout: "" });
  });
});

describe("gavel eval", () => {
  it("applies the targets of the policy, and writes a page", async () => {
    const page = path.join(directory, "report.html");
    const draft = [
      blind,
      "--as",
      "spam",
      "-g",
      "spam-cases",
      "--gate",
      "--format",
      "html",
      "--out",
      page,
      "--content",
    ];
    const closed = await gavel("eval", ...draft);
    expect(closed).toMatchObject({ code: 1, stdout: "" });
    expect(closed.stderr).toContain("the target of at least 0.900 is missed.");
    const html = await fileOf("report.html");
    expect(html).toContain("WIN prize number 0");
    expect(html).toContain("&lt;b&gt;nothing&lt;/b&gt;");
    expect((await gavel("eval", "spam", "-g", "spam-cases", "--gate")).code).toBe(0);
  });

  it("reports flips by perturbation and by translation", async () => {
    const { code, stdout } = await gavel(
      ...["eval", "spam", "-g", "spam-cases", "--perturb", "leetspeak,changed_policy"],
      ...["--seed", "3", "--translated", translated, "--json"],
    );
    expect(code).toBe(0);
    const { variants } = JSON.parse(stdout) as EvaluationRobustness;
    expect(variants.map(({ name }) => name)).toEqual(["leetspeak", "changed_policy", "spam-translated@1"]);
    expect(variants[0]!.evaded).toBeGreaterThan(0);
    expect(variants[1]).toMatchObject({ compared: 12, evaded: 0, accused: 0 });
    expect(variants[2]).toMatchObject({ compared: 12, evaded: 6, changed: { count: 6, total: 12 } });
  });

  it("reports how many decisions follow the opposite policy", async () => {
    const { code, stdout } = await gavel("eval", "spam", "-g", "spam-cases", "--flip", opposite);
    expect(code).toBe(0);
    expect(stdout).toContain("100.0 % of the decisions are reversed under the opposite policy.");
  });

  it.each([
    [["eval", "spam", "--flip", "x.md", "--perturb", "all"]],
    [["eval", "spam", "--perturb", "rot13"]],
    [["eval", "spam", "--seed", "1"]],
    [["eval", "spam", "--out", "x"]],
    [["eval", "spam", "--perturb", "all", "--detach"]],
    [["eval", "--resume", "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "--perturb", "all"]],
  ])("refuses %j", async (argv) => {
    expect(await gavel(...argv)).toMatchObject({ code: 2, stdout: "" });
  });
});
