import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { captureIo } from "../../helpers/cli-io.ts";
import { runCli } from "../../../cli/run-cli.ts";

const directory = mkdtempSync(path.join(tmpdir(), "gavel-cli-"));
afterAll(() => rmSync(directory, { recursive: true }));

async function run(...argv: string[]) {
  // Nothing listens there: a command that sends a request fails with 1 instead of 2.
  const io = captureIo({ env: { GAVEL_URL: "http://127.0.0.1:1", GAVEL_API_KEY: "gavel_secret" } });
  const code = await runCli(argv, io);
  return { code, stdout: io.stdout(), stderr: io.stderr() };
}

describe("gavel", () => {
  it("shows its help on request, and on stderr if a command is missing", async () => {
    expect(await run("--help")).toMatchObject({ code: 0, stderr: "" });
    expect(await run()).toMatchObject({ code: 2, stdout: "" });
  });

  it.each([
    "classify",
    "verdict",
    "verdicts",
    "verdicts retry",
    "policy push",
    "keys create",
    "dashboard",
    "model build",
    "model convert",
    "model pull",
    "model bench",
  ])("explains %s with options, examples and exit codes", async (name) => {
    const { code, stdout } = await run(...name.split(" "), "--help");
    expect(code).toBe(0);
    for (const part of [`gavel ${name}`, "Options\n", "--json", "Examples\n", "Exit codes\n"]) {
      expect(stdout).toContain(part);
    }
  });

  it("lists the commands of a group", async () => {
    expect((await run("policy", "--help")).stdout).toContain("policy activate");
    expect(await run("policy")).toMatchObject({ code: 2, stdout: "" });
  });

  it("prints the version of the package", async () => {
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ["bogus"],
    ["classify", "a"],
    ["classify", "--policy", "spam"],
    ["classify", "a", "b", "--policy", "spam"],
    ["classify", "a", "--stdin", "--policy", "spam"],
    ["classify", "a", "--policy", "../x"],
    ["classify", "a", "--policy", "x@1", "--policy", "y"],
    ["classify", "a", ...Array(9).fill("--policy=x")],
    ["classify", " ", "--policy", "spam"],
    ["classify", "a", "--policy", "spam", "--effort", "max"],
    ["classify", "a", "--policy", "spam", "--wait", "-1"],
    ["classify", "a", "--policy", "spam", "--async", "--wait", "5"],
    ["classify", "a", "--policy", "spam", "--content-column", "1"],
    ["classify", "--jsonl", "x", "--policy", "spam", "--id", "1"],
    ["classify", "a", "--policy", "spam", "--url", "nowhere"],
    ["classify", "a", "--policy", "spam", "--key", "a b"],
    ["model", "bench"],
    ["model", "bench", "x", "--provider", "tpu"],
    ["model", "bench", "x", "--prefill", "1,,2"],
    ["model", "bench", "x", "--decode", "0"],
    ["policy", "push", "spam"],
    ["policy", "push", "spam@1", "x.md"],
    ["policy", "activate", "spam", "latest"],
    ["policy", "activate", "spam", "0"],
    ["policy", "show", "spam@0"],
    ["verdict", "1"],
    ["verdict", "../../keys"],
    ["verdicts", "--after", "x"],
    ["verdicts", "retry", "1"],
    ["verdicts", "retry", "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "--policy", "spam"],
    ["verdicts", "retry", "--status", "completed"],
    ["verdicts", "retry", "--limit", "0"],
    ["verdicts", "--violation", "2"],
    ["keys", "create", "--name", "x", "--scope", "root"],
    ["keys", "revoke", "a/b"],
    ["dashboard", "x"],
    ["dashboard", "--url", "nowhere"],
    ["model", "pull"],
    ["model", "pull", "../x"],
    ["model", "pull", "a/b", "c/d"],
    ["model", "pull", "a/b", "--revision", "a b"],
    ["model", "build"],
    ["model", "build", "x", "--activation", "int4"],
  ])("refuses %j as a mistake on the command line", async (...argv) => {
    const { code, stdout, stderr } = await run(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^gavel: .+\nTry: gavel .*--help\n$/s);
  });

  it.each<readonly [readonly string[], string]>([
    [["bogus"], "unknown command bogus"],
    [["model"], "model needs one of: pull, convert, build, bench, test-checkpoint"],
    [["model", "--json"], "model needs one of: pull, convert, build, bench, test-checkpoint"],
    [
      ["model", "pul"],
      "unknown command model pul; model needs one of: pull, convert, build, bench, test-checkpoint",
    ],
    [["model", "pull"], "give a repository, such as openai/gpt-oss-safeguard-20b"],
    [["model", "pull", "a/b", "c/d"], 'unexpected argument "c/d": give only a repository'],
    [
      ["model", "pull", "https://hub.example/a/b"],
      '"https://hub.example/a/b" is not the name of a repository',
    ],
    [["model", "pull", ""], '"" is not the name of a repository: give owner/name'],
    [
      ["model", "pull", "a/b", "--outptu", "x"],
      "unknown option --outptu; the options are --output, --revision",
    ],
    [["model", "pull", "a/b", "-x"], "unknown option -x"],
    [["model", "pull", "a/b", "--output"], "--output needs a value: --output DIR"],
    [["model", "pull", "a/b", "-o"], "--output needs a value: --output DIR"],
    [
      ["model", "pull", "a/b", "--output", "--json"],
      "--output needs a value: --output DIR; if it starts with a dash: --output=--json",
    ],
    [["model", "pull", "a/b", "--output="], "--output is empty: give a directory"],
    [["model", "pull", "a/b", "--verify=yes"], "--verify takes no value"],
    [["model", "pull", "a/b", "--revision", "a b"], 'a tag or a commit; got "a b"'],
    [["model", "build", ""], "CHECKPOINT_DIR is empty: give a directory"],
    [["model", "build", "x", "--output", " "], "--output is empty: give a directory"],
    [["model", "build", "x", "--max-context", "8k"], 'whole number from 1 to 2147483647; got "8k"'],
    [["model", "build", "x", "--precision", "int4"], 'must be one of: exact, compact; got "int4"'],
    [["model", "test-checkpoint", ""], "DIR is empty: give a directory"],
    [["model", "test-checkpoint", "x", "--shape", "120b"], 'must be one of: tiny, 20b; got "120b"'],
    [["model", "test-checkpoint", "x", "--seed=-1"], 'from 0 to 4294967295; got "-1"'],
    [["model", "bench", "x", "y"], 'unexpected argument "y": give only the directory of a model'],
    [["model", "bench", "x", "--prefill", "1,,2"], 'separated by commas, such as 128,512; got "1,,2"'],
  ])("says what is wrong with %j and what would be right", async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^gavel: /),
      expect.stringMatching(/^Try: gavel .*--help$/),
      "",
    ]);
  });

  it("explains the exit codes of model commands, which differ from the others", async () => {
    for (const name of ["pull", "build", "bench", "test-checkpoint"]) {
      const { stdout } = await run("model", name, "--help");
      expect(stdout).toContain("Exit codes\n  0    ");
      expect(stdout).not.toMatch(/violating item|not judged/);
    }
    expect((await run("classify", "--help")).stdout).toContain("  3    at least one item was not judged\n");
  });

  it("reports a directory that does not exist, and a file in its place", async () => {
    const missing = path.join(directory, "missing");
    const file = path.join(directory, "file");
    writeFileSync(file, "");
    for (const command of [["build"], ["bench", "--provider", "cpu"]]) {
      expect(await run("model", ...command, missing)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^gavel: .*the directory .*missing does not exist\n$/),
      });
      expect(await run("model", ...command, file)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^gavel: .*file is not a directory\n$/),
      });
    }
  });

  it("says what failed in one message, without a stack trace or the key", async () => {
    const { code, stdout, stderr } = await run("classify", "a", "--policy", "spam");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("http://127.0.0.1:1 cannot be reached");
    expect(stderr).not.toMatch(/gavel_secret|\n {4}at /);
  });

  it("reports a file that cannot be read, and one that is not UTF-8 text", async () => {
    const binary = path.join(directory, "binary");
    writeFileSync(binary, Buffer.from([0x61, 0xff, 0xfe]));
    const missing = path.join(directory, "missing");
    for (const option of ["--file", "--csv", "--jsonl"]) {
      const rest = ["--policy", "spam", ...(option === "--csv" ? ["--content-column", "0"] : [])];
      expect((await run("classify", option, missing, ...rest)).stderr).toContain(
        `${missing} cannot be opened: it does not exist (ENOENT)`,
      );
      expect((await run("classify", option, binary, ...rest)).stderr).toContain(
        `${binary} is not UTF-8 text`,
      );
    }
  });

  it("reports what is wrong with a checkpoint", async () => {
    const { code, stderr } = await run(
      "model",
      "build",
      directory,
      "--output",
      path.join(directory, "model"),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("config.json");
    expect(stderr).not.toContain("    at ");
  });
});
