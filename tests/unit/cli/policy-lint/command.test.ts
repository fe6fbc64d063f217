import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../../../cli/run-cli.ts";
import { listLibraryPolicies } from "../../../../policies/library.ts";
import { captureIo } from "../../../helpers/cli-io.ts";

const HEDGED = "# A\n\n- V1: usually\n";
const REFUSED = "---\ntitle: 7\n---\nText\n";
const CLEAN = listLibraryPolicies()[0]?.path ?? "";

let directory: string;
let hedged: string;
let refused: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "gavel-lint-"));
  hedged = path.join(directory, "hedged.md");
  refused = path.join(directory, "refused.md");
  writeFileSync(hedged, HEDGED);
  writeFileSync(refused, REFUSED);
});
afterAll(() => rmSync(directory, { recursive: true }));

async function lint(...argv: string[]) {
  const io = captureIo({ input: HEDGED });
  const code = await runCli(["policy", "lint", ...argv], io);
  return { code, stdout: io.stdout(), stderr: io.stderr() };
}

describe("gavel policy lint", () => {
  it("finds nothing in a good policy, without a service", async () => {
    expect(await lint(CLEAN)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/: \d+ tokens\n1 document: 0 errors, 0 warnings, 0 infos\n$/),
    });
  });

  it("prints file, line, column, severity, reason, rule and an alternative wording", async () => {
    const { code, stdout } = await lint(hedged);
    expect(code).toBe(1);
    expect(stdout).toContain(`${hedged}:3:7: warning “usually” leaves the decision open`);
    expect(stdout).toContain("[hedge]\n    Leave out “usually” and name the exception");
    expect(stdout).toMatch(/\n {4}---\n {4}categories:\n {4} {2}- \{ code: V1/);
  });

  it.each([
    [["--fail-on", "error"], 0],
    [["--fail-on", "warning"], 1],
    [["--fail-on", "info"], 1],
  ] as const)("exits as %j says", async (options, code) => {
    expect((await lint(hedged, ...options)).code).toBe(code);
    expect((await lint(refused, ...options)).code).toBe(1);
  });

  it("reads stdin, and prints JSON for several documents", async () => {
    const { code, stdout } = await lint("-", refused, "--format", "json");
    expect(code).toBe(1);
    const { files } = JSON.parse(stdout) as {
      files: { file: string; runnable: boolean; findings: unknown[] }[];
    };
    expect(files.map(({ file, runnable }) => [file, runnable])).toEqual([
      ["-", true],
      [refused, false],
    ]);
    expect((await lint("-", "--json")).stdout).toContain('"rule": "hedge"');
  });

  it("prints tokens and price by section", async () => {
    const { stdout } = await lint(CLEAN, "--tokens", "--price", "0.1");
    expect(stdout).toMatch(/: \d+ tokens; 0\.0\d+ for 1,000 items\nTOKENS +PER 1,000 ITEMS +LINE +SECTION\n/);
    expect(stdout).toMatch(/^\d+ +0\.\d+ +\d+ +Instructions$/m);
  });

  it.each([
    [[], "give at least one policy document"],
    [["a.md", "--format", "xml"], "--format must be one of: text, json, sarif"],
    [["a.md", "--fail-on", "never"], "--fail-on must be one of"],
    [["a.md", "--price", "free"], "--price must be a number"],
    [["a.md", "--price", "1", "--service"], "cannot be used with --price"],
  ])("refuses %j", async (argv, message) => {
    expect(await lint(...argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it("says which file cannot be read", async () => {
    const missing = path.join(directory, "missing.md");
    expect(await lint(missing)).toMatchObject({ code: 1, stderr: expect.stringContaining("missing.md") });
  });
});
