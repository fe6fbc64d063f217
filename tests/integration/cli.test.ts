import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CreatedKey } from "../../schemas/api-key.ts";
import type { PolicyVersionResource } from "../../schemas/policy.ts";
import { compileValidator } from "../../schemas/validate.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { runCli } from "../../cli/run-cli.ts";
import { captureIo } from "../helpers/cli-io.ts";
import { type ServiceProcess, startServiceProcess } from "../helpers/service-process.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

const KEY = "gavel-integration-test-key";
const FIXTURES = new URL("../fixtures/cli/", import.meta.url).pathname;
const POLICY = path.join(FIXTURES, "gadgets.md");

let directory: string;
let model: TestModel;
let service: ServiceProcess;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gavel-cli-"));
  model = await createTestModel();
  service = await startServiceProcess("service/main.ts", {
    DATA_DIR: path.join(directory, "data"),
    GAVEL_API_KEY: KEY,
    GAVEL_MODEL_DIR: model.options.modelDirectory,
    GAVEL_EXECUTION_PROVIDER: "cpu",
    GAVEL_MAX_REASONING_TOKENS: "8",
  });
  await gavel("policy", "push", "gadgets", POLICY);
});

afterAll(async () => {
  await service?.stop();
  await model?.remove();
  await rm(directory, { recursive: true, force: true });
});

async function gavel(...argv: string[]) {
  return gavelWith({}, ...argv);
}

async function gavelWith({ key = KEY, input }: { key?: string; input?: string }, ...argv: string[]) {
  const io = captureIo({
    env: { GAVEL_URL: service.url, GAVEL_API_KEY: key },
    ...(input === undefined ? {} : { input }),
  });
  const code = await runCli(argv, io);
  return { code, stdout: io.stdout(), stderr: io.stderr() };
}

function jsonLines<T>(text: string): T[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

describe("gavel policy", () => {
  it("keeps the version of identical bytes, adds one for different bytes, and activates on request", async () => {
    const again = await gavel("policy", "push", "gadgets", POLICY, "--json");
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("already exists") });
    expect((JSON.parse(again.stdout) as PolicyVersionResource).version).toBe(1);

    const changed = path.join(directory, "changed.md");
    await writeFile(changed, `${await readFile(POLICY, "utf8")}\nOne sentence more.\n`);
    const second = await gavel("policy", "push", "versioned", POLICY);
    expect(second.stdout).toMatch(/^versioned version 1 {2}active\n/);
    expect((await gavel("policy", "push", "versioned", changed)).stdout).toMatch(
      /^versioned version 2 {2}not active\n/,
    );
    expect((await gavel("policy", "push", "versioned", changed, "--activate")).stderr).toContain(
      "now active",
    );
    expect((await gavel("policy", "activate", "versioned", "1")).stdout).toContain("judged under version 1.");
    expect((await gavel("policy", "show", "versioned@2", "--source")).stdout).toBe(
      await readFile(changed, "utf8"),
    );
    expect((await gavel("policy", "list")).stdout).toMatch(/^versioned +1 +2 /m);
  });

  it("stores a draft, shows what it changes, activates it and rolls back, with the history", async () => {
    const changed = path.join(directory, "draft.md");
    await writeFile(changed, `${await readFile(POLICY, "utf8")}\nOne sentence more.\n`);
    const draft = await gavel("policy", "push", "drafted", POLICY, "--draft");
    expect(draft.stdout).toMatch(/^drafted version 1 {2}not active\n/);
    expect((await gavel("policy", "list")).stdout).toMatch(/^drafted +none +1 /m);
    expect(await gavel("classify", "a", "--policy", "drafted")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("policy_not_active"),
    });
    await gavel("policy", "push", "drafted", changed, "--draft");
    expect((await gavel("policy", "diff", "drafted@1", "drafted@2")).stdout).toContain(
      "\n+One sentence more.\n",
    );
    await gavel("policy", "activate", "drafted", "1");
    await gavel("policy", "activate", "drafted", "2", "--reason", "one sentence more");
    expect((await gavel("policy", "versions", "drafted")).stdout).toMatch(/^2 +active /m);
    expect((await gavel("policy", "rollback", "drafted")).stdout).toContain("judged under version 1 again.");
    const history = (await gavel("policy", "history", "drafted")).stdout;
    expect(history).toMatch(/2 -> 1 +rollback .*\n.*1 -> 2 +activate .* one sentence more\n/);
    expect((await gavel("policy", "push", "drafted", POLICY, "--draft", "--activate")).code).toBe(2);
    expect((await gavel("policy", "diff", "drafted@1", "gadgets@1")).code).toBe(2);
  });

  it("lints with the service, which knows the whole prompt", async () => {
    const { code, stdout } = await gavel("policy", "lint", POLICY, "--service", "--fail-on", "error");
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d+ tokens, \d+ with the rest of the prompt/);
    const json = await gavel("policy", "lint", POLICY, "--service", "--json", "--fail-on", "error");
    expect(JSON.parse(json.stdout)).toMatchObject({ files: [{ file: POLICY, runnable: true }] });
  });

  it("prints to stderr what was inferred, the findings, and how to declare it", async () => {
    const text = "# Chat\n\n- V1: Threats, usually\n";
    const pushed = await gavelWith({ input: text }, "policy", "push", "inferred", "-");
    expect(pushed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("inferred from the text; not enforced"),
    });
    expect(pushed.stderr).toMatch(/^-:3:16: warning “usually” leaves the decision open/m);
    const frontMatter = (/^ {4}---\n[^]*?^ {4}---$/m.exec(pushed.stderr)?.[0] ?? "").replaceAll(
      /^ {4}/gm,
      "",
    );
    const declared = await gavelWith({ input: `${frontMatter}\n${text}` }, "policy", "push", "inferred", "-");
    expect(declared.stdout).not.toContain("inferred: offered");
    expect(declared.stderr).not.toContain("codes-inferred");
  });

  it("hides an archived policy, and refuses to judge under it", async () => {
    await gavel("policy", "push", "old", POLICY);
    expect(await gavel("policy", "archive", "old")).toMatchObject({ code: 0 });
    expect((await gavel("policy", "list")).stdout).not.toMatch(/^old /m);
    expect((await gavel("policy", "list", "--archived")).stdout).toMatch(/^old +archived/m);
    const refused = await gavel("classify", "a", "--policy", "old");
    expect(refused).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("policy_archived"),
    });
  });

  it("shows where a document is invalid", async () => {
    const wrong = path.join(directory, "wrong.md");
    await writeFile(wrong, "---\ncategories: 7\n---\n# X\n");
    const { code, stderr } = await gavel("policy", "push", "wrong", wrong);
    expect(code).toBe(1);
    expect(stderr).toContain("invalid_policy");
    expect(stderr).toContain("/categories");
  });
});

describe("gavel classify", () => {
  it("prints one verdict, and that the model is untrained", async () => {
    const { code, stdout } = await gavel(
      "classify",
      "A gadget for you",
      "--policy",
      "gadgets",
      "--id",
      "one",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^(VIOLATION|ALLOWED) {2}gadgets version 1\n/);
    expect(stdout).toContain("untrained test model: this verdict has a valid format but no meaning");
    expect(stdout).toMatch(/external id +one\n/);
  });

  it("reads stdin and files, and prints one JSON document", async () => {
    const { code, stdout, stderr } = await gavelWith(
      { input: "from stdin" },
      "classify",
      "--stdin",
      "--policy",
      "gadgets",
      "--json",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((JSON.parse(stdout) as VerdictRecord).status).toBe("completed");
  });

  it("judges one text under several policies, in their order", async () => {
    await gavel("policy", "push", "gadgets-too", POLICY);
    const { stdout } = await gavel("classify", "x", "-p", "gadgets-too", "-p", "gadgets", "--json");
    const { data } = JSON.parse(stdout) as { data: VerdictRecord[] };
    expect(data.map((record) => record.policy.id)).toEqual(["gadgets-too", "gadgets"]);
  });

  it("does not wait with --async, and finds the verdict later", async () => {
    const accepted = await gavel("classify", "later", "--policy", "gadgets", "--async", "--json");
    const { id } = JSON.parse(accepted.stdout) as VerdictRecord;
    expect(accepted).toMatchObject({ code: 0, stderr: expect.stringContaining(`gavel verdict ${id}`) });
    const { code, stdout } = await gavel("verdict", id, "--wait", "60", "--reasoning");
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nReasoning\n./);
  });

  it("judges every row of a CSV without a header and reports empty rows", async () => {
    const csv = path.join(FIXTURES, "golden.csv");
    const columns = ["--csv", csv, "--content-column", "1", "--id-column", "0"];
    const { code, stdout, stderr } = await gavel("classify", ...columns, "--policy", "gadgets", "--json");
    expect(code).toBe(0);
    const records = jsonLines<VerdictRecord>(stdout);
    expect(records.map((record) => record.external_id)).toEqual(["1", "2", "3", "1", "2"]);
    const policy = JSON.parse(
      (await gavel("policy", "show", "gadgets", "--json")).stdout,
    ) as PolicyVersionResource;
    const validate = compileValidator(policy.output_schema);
    for (const { verdict, status, model: info } of records) {
      expect(status).toBe("completed");
      expect(validate(verdict)).toMatchObject({ ok: true });
      expect(info?.warning).toBe("untrained test model");
    }
    expect(stderr).toMatch(
      /^5 judged \(\d violating, \d allowed\), 0 not judged, 3 rows skipped \(no content: lines 1, 2, 7\)\n$/,
    );
  });

  it("continues after items that cannot be judged, and reports them by its exit code", async () => {
    const input = [{ id: "a", content: "x" }, { id: "b" }, { id: "c", content: "y" }]
      .map((item) => JSON.stringify(item))
      .join("\n");
    const { code, stdout, stderr } = await gavelWith(
      { input },
      "classify",
      "--jsonl",
      "-",
      "--policy",
      "gadgets",
    );
    expect(code).toBe(3);
    expect(stdout.split("\n").map((line) => line.slice(0, 2).trim())).toEqual(["LI", "1", "2", "3", ""]);
    expect(stdout).toMatch(/refused .*invalid_row: \/content is required/);
    expect(stderr).toContain("2 judged");
    expect(stderr).toContain("1 not judged");
    expect(stderr).toContain("untrained test model");
  });

  it("stops if every further item would fail in the same way", async () => {
    const { code, stdout, stderr } = await gavelWith(
      { input: '{"content":"x"}\n'.repeat(50) },
      "classify",
      "--jsonl",
      "-",
      "--policy",
      "nowhere",
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.match(/policy_not_found/g)).toHaveLength(1);
  });
});

describe("gavel verdicts", () => {
  it("lists the newest first, filtered", async () => {
    await gavel("classify", "listed", "--policy", "gadgets", "--id", "listed-1");
    await gavel("classify", "listed too", "--policy", "gadgets", "--id", "listed-2");
    const { stdout } = await gavel("verdicts", "--status", "completed", "--limit", "2", "--json");
    expect(jsonLines<VerdictRecord>(stdout).map((record) => record.external_id)).toEqual([
      "listed-2",
      "listed-1",
    ]);
    expect(jsonLines((await gavel("verdicts", "--id", "listed-1", "--json")).stdout)).toHaveLength(1);
    expect((await gavel("verdicts", "--policy", "none-such", "--json")).stdout).toBe("");
    const [listed] = jsonLines<VerdictRecord>((await gavel("verdicts", "--limit", "1", "--json")).stdout);
    expect((await gavel("verdicts", "--key-id", listed?.key_id ?? "", "--json")).stdout).not.toBe("");
    expect((await gavel("verdicts", "--key-id", "none-such", "--json")).stdout).toBe("");
  });

  it("follows from a cursor without gaps or duplicates", async () => {
    const first = await gavel("verdicts", "--status", "completed", "--follow", "--limit", "2", "--json");
    const cursor = /--after (\S+)/.exec(first.stderr)![1]!;
    const rest = await gavel(
      "verdicts",
      "--status",
      "completed",
      "--follow",
      "--after",
      cursor,
      "--limit",
      "3",
      "--json",
    );
    const ids = [...jsonLines<VerdictRecord>(first.stdout), ...jsonLines<VerdictRecord>(rest.stdout)].map(
      ({ id }) => id,
    );
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });
});

describe("gavel keys", () => {
  it("creates a key that works within its scopes until it is revoked", async () => {
    const made = await gavel("keys", "create", "--name", "reader", "--scope", "classify", "--json");
    const { id, key } = JSON.parse(made.stdout) as CreatedKey;
    expect((await gavelWith({ key }, "classify", "by scope", "--policy", "gadgets")).code).toBe(0);
    const listed = await gavelWith({ key }, "verdicts");
    expect(listed).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("forbidden") });

    expect((await gavel("keys", "list")).stdout).toMatch(new RegExp(`^${id} +reader `, "m"));
    expect((await gavel("keys", "list")).stdout).not.toContain(key);
    expect(await gavel("keys", "revoke", id)).toMatchObject({ code: 0 });
    const refused = await gavelWith({ key }, "classify", "by scope", "--policy", "gadgets");
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("unauthorized") });
  });
});
