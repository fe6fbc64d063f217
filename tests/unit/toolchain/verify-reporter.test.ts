import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const VITEST = path.join(
  path.dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
  "vitest.mjs",
);
const REPORTER = fileURLToPath(new URL("../../../scripts/verify-reporter.mjs", import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "gavel-reporter-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Runs vitest on these files and returns the report. */
function reportOf(files: Readonly<Record<string, string>>): unknown {
  for (const [name, source] of Object.entries(files)) writeFileSync(path.join(directory, name), source);
  const output = path.join(directory, "report.json");
  spawnSync(
    process.execPath,
    [VITEST, "run", "--globals", `--root=${directory}`, `--reporter=${REPORTER}`, `--outputFile=${output}`],
    { env: { ...process.env, FORCE_COLOR: "1" } },
  );
  return JSON.parse(readFileSync(output, "utf8"));
}

it("names each failed test, hook, file and unhandled error, with the first line of its message", () => {
  const report = reportOf({
    "a.test.js": `
      describe("a suite", () => {
        it("passes", () => {});
        it.skip("is skipped", () => {});
        it("compares", () => expect({ a: 1 }).toEqual({ a: 2 }));
        it("throws", () => { throw new TypeError("\\u001b[31mred\\u001b[0m\\nsecond line"); });
      });
      describe("a suite with a hook", () => {
        beforeAll(() => { throw new Error("no database"); });
        it("does not run", () => {});
      });`,
    "b.test.js": 'throw new RangeError("cannot be loaded");',
    "c.test.js":
      'it("passes", async () => { void Promise.reject(new Error("nobody caught it")); await new Promise((resolve) => setTimeout(resolve, 50)); });',
  });
  const failure = (file: string, test: string | null, reason: string) => ({ file, test, reason });
  expect(report).toEqual({
    passed: 2,
    skipped: 2,
    failures: expect.arrayContaining([
      failure(
        "a.test.js",
        "a suite > compares",
        "AssertionError: expected { a: 1 } to deeply equal { a: 2 }",
      ),
      failure("a.test.js", "a suite > throws", "TypeError: red"),
      failure("a.test.js", "a suite with a hook", "Error: no database"),
      failure("b.test.js", null, "RangeError: cannot be loaded"),
      failure("c.test.js", null, "Error: nobody caught it"),
    ]),
  });
  expect((report as { readonly failures: readonly unknown[] }).failures).toHaveLength(5);
});

it("has no failures when all pass", () => {
  expect(reportOf({ "a.test.js": 'it("passes", () => {});' })).toEqual({
    passed: 1,
    skipped: 0,
    failures: [],
  });
});
