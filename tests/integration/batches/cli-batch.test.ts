import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../../../schemas/batch.ts";
import type { BatchResult } from "../../../schemas/batch-result.ts";
import { type CliOutcome, HttpService } from "../http/service.ts";

let http: HttpService;
let directory: string;
let file: string;
beforeAll(async () => {
  http = await HttpService.start({ GAVEL_MAX_BATCH_BYTES: "5000000" });
  await http.putPolicy("spam");
  await http.putPolicy("hate");
  directory = await mkdtemp(path.join(tmpdir(), "gavel-cli-batch-"));
  file = path.join(directory, "items.jsonl");
  await writeFile(file, '{"content": "one", "id": "1"}\n{"content": "two", "id": "2"}\n');
});
afterAll(async () => {
  await http.stop();
  await rm(directory, { recursive: true, force: true });
});

const gavel = (
  argv: readonly string[],
  options: { readonly key?: string; readonly input?: string } = {},
): Promise<CliOutcome> => http.gavel(["batch", ...argv], options);

describe("gavel batch", () => {
  it("uploads, watches, and writes the results in input order", async () => {
    const output = path.join(directory, "results.jsonl");
    const { code, stdout, stderr } = await gavel([file, "--policy", "spam", "--output", output]);
    expect(stderr).toMatch(/^Batch \S+: 2 lines accepted\n[\s\S]*completed: 2 judged, 0 failed\n$/);
    expect(code).toBe(0);
    expect(stdout).toBe("");
    const results = (await readFile(output, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as BatchResult);
    expect(results.map(({ line, external_id: id, status }) => [line, id, status])).toEqual([
      [1, "1", "completed"],
      [2, "2", "completed"],
    ]);
  });

  it("reads CSV from stdin, and its exit code shows that not everything was judged", async () => {
    const { code, stdout, stderr } = await gavel(
      ["-", "--input", "csv", "-p", "spam", "-p", "hate", "-o", "-", "--format", "csv"],
      { input: "content\nx\ny,z\n" },
    );
    expect(code).toBe(3);
    expect(stderr).toContain("2 judged, 0 failed, 1 bad line\n");
    expect(stdout.split("\r\n").map((line) => line.split(",").slice(0, 4).join(","))).toEqual([
      "line,external_id,status,policy_id",
      "2,,completed,spam",
      "2,,completed,hate",
      "3,,bad,",
      "",
    ]);
  });

  it.each([";", "tab"])("accepts another delimiter of a CSV: %s", async (delimiter) => {
    const mark = delimiter === "tab" ? "\t" : delimiter;
    const { code, stdout } = await gavel(
      ["-", "--input", "csv", "--delimiter", delimiter, "-p", "spam", "-o", "-"],
      { input: `ID${mark}Content\n7${mark}a, b\n` },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ external_id: "7", status: "completed" });
  });

  it("says how to name the delimiter, and accepts it for CSV only", async () => {
    const refused = await gavel(["-", "--input", "csv", "-p", "spam"], { input: "id;content\n1;a\n" });
    expect(refused.stderr).toMatch(/semicolon .*--delimiter/);
    expect((await gavel([file, "-p", "spam", "--delimiter", ";"])).stderr).toMatch(
      /can only be used with CSV/,
    );
  });

  it("repeats an upload with its idempotency key without creating another batch", async () => {
    const argv = [file, "--policy", "spam", "--idempotency-key", "from-the-cli", "--detach"];
    const first = await gavel(argv);
    expect(first.stdout).toMatch(/^[0-9a-f-]{36}\n$/);
    expect((await gavel(argv)).stdout).toBe(first.stdout);
  });

  it("detaches from a batch, cancels it and resumes it", async () => {
    http.engine.hold();
    const detached = await gavel([file, "--policy", "spam", "--detach"]);
    const id = detached.stdout.trim();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const cancelled = await gavel(["--cancel", id, "--json"]);
    expect((JSON.parse(cancelled.stdout) as Batch).status).toMatch(/^cancell/);
    const resumed = await gavel(["--resume", id, "--json"]);
    http.engine.release();
    expect(resumed.code).toBe(3);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ id, status: "cancelled", items: { expired: 2 } });
  });

  it("reports what is wrong with a long upload before it is sent completely", async () => {
    const long = path.join(directory, "long.jsonl");
    await writeFile(long, `{"content": "${"x".repeat(990)}"}\n`.repeat(4000));
    const unknown = await gavel([long, "--policy", "nowhere"]);
    expect(unknown).toMatchObject({ code: 1, stdout: "" });
    expect(unknown.stderr).toContain("policy_not_found");
    await writeFile(long, `{"content": "${"x".repeat(990)}"}\n`.repeat(8000));
    expect((await gavel([long, "--policy", "spam"])).code).toBe(1);
  });

  it.each([
    [[], /exactly one of/],
    [["a", "b"], /exactly one of/],
    [["a", "--resume", "019aab5e-8f02-7d11-9a4c-51a7c0de0f42"], /exactly one of/],
    [["--resume", "../keys"], /id of a batch, which is a UUID/],
    [
      ["--resume", "019aab5e-8f02-7d11-9a4c-51a7c0de0f42", "-p", "spam"],
      /--policy can only be used with a file/,
    ],
    [["a", "--detach", "-o", "x"], /--output waits/],
    [["a", "--format", "csv"], /--format can only be used with --output/],
    [["a", "--input", "xml"], /--input must be one of/],
    [["a", "-p", "spam@1", "-p", "hate"], /single policy/],
  ])("refuses the command line %j", async (argv, message) => {
    const { code, stderr } = await gavel(argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("says that a file cannot be read, and which scope a key lacks", async () => {
    const missing = await gavel([path.join(directory, "missing.jsonl"), "-p", "spam"]);
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cannot be opened: it does not exist \(ENOENT\)/),
    });
    const refused = await gavel([file, "-p", "spam"], { key: await http.createKey("verdicts:read") });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("scope classify") });
  });
});
