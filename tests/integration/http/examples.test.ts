import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN_KEY, HttpService } from "./service.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
const page = readFileSync(join(root, "docs/examples.md"), "utf8");
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** The blocks of one language in the order in which a reader pastes them. */
function script(language: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))];
  return blocks.map(([, block]) => block).join("\n");
}

let http: HttpService;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "gavel-examples-"));
  http = await HttpService.start();
});
afterAll(async () => {
  await http.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function output(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, args, {
    cwd: directory,
    env: { ...process.env, GAVEL_URL: http.url, GAVEL_API_KEY: ADMIN_KEY },
    timeout: 300_000,
  }).catch((error: Error & { stdout: string }) => {
    throw new Error(`${error.message}\n${error.stdout}`, { cause: error });
  });
  return stdout;
}

/** A record for each of three items, the listing of two on a page, and one record for a repeated request. */
async function checkOutput(lines: readonly string[], externalId: string): Promise<void> {
  expect(lines[0]).toMatch(/^0 \S/);
  expect(lines[1]).toMatch(/^completed \{/);
  expect(lines).toContainEqual(expect.stringMatching(/^true$/i));
  const listed = lines.filter((line) => /^[0-9a-f-]{36} [01]$/.test(line));
  expect(listed.length).toBeGreaterThanOrEqual(3);
  expect(new Set(listed).size).toBe(listed.length);
  expect(lines.at(-1)).toBe("404 policy_not_found");
  await checkJudgedOnce(externalId);
}

async function checkJudgedOnce(externalId: string): Promise<void> {
  const response = await http.call(`/verdicts?external_id=${externalId}`);
  expect(await response.json()).toMatchObject({ data: [{ status: "completed" }] });
}

describe("docs/examples.md", () => {
  it("works with curl", async () => {
    // The first block asks the reader to set what this test sets.
    const text = script("sh").replaceAll(/^export .*$/gm, "");
    const lines = text.replaceAll(/^( *)curl /gm, "$1curl -w '\\n' ");
    const answers = (await output("bash", ["-euo", "pipefail", "-c", lines])).trim().split(/\n+/);
    const records = answers.map((line) => JSON.parse(line) as any);
    const [, , , first, again] = records;
    expect(records.slice(1, 5).map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => "completed"),
    );
    expect(first.id).toBe(again.id);
    expect(records[5].data.length).toBeGreaterThanOrEqual(3);
    expect(records[6].data).toMatchObject([{ id: first.id }]);
    await checkJudgedOnce("curl-post-8812");
  });

  it("works with TypeScript and the client as it is published, and is correctly typed", async () => {
    const bin = (name: string) => join(root, "node_modules/.bin", name);
    const installed = join(directory, "node_modules/@gavel/client");
    mkdirSync(installed, { recursive: true });
    cpSync(join(root, "packages/client/package.json"), join(installed, "package.json"));
    const project = join(root, "packages/client/tsconfig.build.json");
    await output(bin("tsc"), ["-p", project, "--outDir", join(installed, "dist")]);

    writeFileSync(join(directory, "example.mts"), script("ts").replace("limit: 50", "limit: 2"));
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "es2023",
      module: "nodenext",
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
    };
    writeFileSync(
      join(directory, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["example.mts"] }),
    );
    await output(bin("tsc"), ["-p", "."]);
    await checkOutput((await output(bin("tsx"), ["example.mts"])).trim().split("\n"), "ts-post-8812");
  });

  it.skipIf(!hasPython)("works with Python (skipped if there is no python3)", async () => {
    writeFileSync(join(directory, "example.py"), script("python").replace('"limit": 50', '"limit": 2'));
    await checkOutput((await output("python3", ["example.py"])).trim().split("\n"), "py-post-8812");
  });
});
