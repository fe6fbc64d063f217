import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listLibraryPolicies } from "../../policies/library.ts";
import type { PolicyPage, VerdictPage } from "../../schemas/page.ts";
import type { SessionResource } from "../../schemas/session.ts";
import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY = "the next start keeps the data";
/** Each start builds or loads a model and judges with it, possibly on a busy machine. */
const STARTS_TIMEOUT_MS = 600_000;
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

let directory: string;
let port: number;
/** For tests in which only the form of a verdict matters. */
let testModel: TestModel;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "gavel-quickstart-"));
  port = await freePort();
  testModel = await createTestModel();
});

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
});

afterAll(async () => {
  await testModel.remove();
  await rm(directory, { recursive: true, force: true });
});

function withTestModel(): Record<string, string> {
  return {
    GAVEL_MODEL_DIR: testModel.options.modelDirectory,
    GAVEL_EXECUTION_PROVIDER: "cpu",
    GAVEL_MAX_REASONING_TOKENS: "8",
  };
}

/** From the sources: building and installing are for scripts/quickstart.mjs. */
function quickstart(env: Readonly<Record<string, string>> = {}) {
  const own = /^(GAVEL_|DATABASE_URL$|REDIS_URL$|DATA_DIR$|HOST$|PORT$)/;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const child = spawn(process.execPath, ["--import", "tsx", "tests/helpers/run-quickstart.ts"], {
    cwd: ROOT,
    env: { ...inherited, PORT: String(port), DATA_DIR: path.join(directory, "data"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const exited = once(child, "exit").then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  let stdout = "";
  let stderr = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes(READY)) resolve();
    });
    void exited.then(() => resolve());
  });
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return { child, ready, exited, stdout: () => stdout, stderr: () => stderr };
}

/** Does what the last lines of the output say: signs in with the link, once, and looks at the sample verdict. */
async function openDashboard(stdout: string): Promise<{ verdict: VerdictRecord; scopes: readonly string[] }> {
  const link = new URL(/Open the dashboard: (\S+)/.exec(stdout)![1]!);
  const samplePath = link.searchParams.get("from")!;
  expect(stdout).toContain(`The sample verdict is at ${link.origin}${samplePath}\n`);
  const signIn = (): Promise<Response> =>
    fetch(`${link.origin}/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ link_token: link.hash.slice(1) }),
    });
  const signedIn = await signIn();
  expect(signedIn.status).toBe(201);
  expect((await signIn()).status).toBe(401);
  const headers = { cookie: signedIn.headers.getSetCookie()[0]!.split(";")[0]! };
  const id = samplePath.split("/").at(-1)!;
  const verdict = (await (await fetch(`${link.origin}/verdicts/${id}`, { headers })).json()) as VerdictRecord;
  const { key } = (await signedIn.json()) as SessionResource;
  return { verdict, scopes: key.scopes };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: free } = server.address() as AddressInfo;
  server.close();
  return free;
}

describe("quickstart", () => {
  it(
    "judges a sample, shows the key once with commands that work, stops cleanly, and keeps the data",
    { timeout: STARTS_TIMEOUT_MS },
    async () => {
      const first = quickstart();
      await first.ready;
      expect(first.stderr()).toBe("");
      expect(first.stdout()).toMatch(/^VIOLATION {2}spam version 1$/m);
      expect(first.stdout()).toMatch(/^ {2}rule ids +SP1\.\w$/m);
      expect(first.stdout()).toContain("demonstration model, no replacement for gpt-oss-safeguard");
      const key = /export GAVEL_API_KEY=(gavel_\S+)/.exec(first.stdout())![1]!;
      const lines = first.stdout().match(/^curl .*$/gm)!;
      expect(lines).toHaveLength(3);
      for (const line of lines) expect(line).toContain(key);
      const dashboard = await openDashboard(first.stdout());
      expect(dashboard.verdict).toMatchObject({ status: "completed", policy: { id: "spam" } });
      expect(dashboard.scopes).toEqual(["admin"]);

      const headers = { Authorization: `Bearer ${key}` };
      const list = async () =>
        (await (await fetch(`http://127.0.0.1:${port}/verdicts`, { headers })).json()) as VerdictPage;
      const policies = (await (
        await fetch(`http://127.0.0.1:${port}/policies`, { headers })
      ).json()) as PolicyPage;
      expect(policies.data.map(({ id }) => id)).toEqual(expect.arrayContaining(["hate", "spam", "violence"]));
      const before = await list();
      first.child.kill("SIGINT");
      // npm sends a second one; it must not interrupt the shutdown.
      first.child.kill("SIGINT");
      expect(await first.exited).toBe(0);

      const second = quickstart();
      await second.ready;
      expect(second.stderr()).toBe("");
      expect(second.stdout()).not.toContain("gavel_");
      for (const line of second.stdout().match(/^curl .*$/gm)!) {
        expect(line).toContain('"Authorization: Bearer $GAVEL_API_KEY"');
      }
      const after = await list();
      expect(after.data.map(({ id }) => id).slice(0, before.data.length)).toEqual(
        before.data.map(({ id }) => id),
      );
      expect(after.data).toHaveLength(before.data.length);
      expect(second.stdout()).not.toContain("VIOLATION  spam");
      // The key is unknown at this start, but the dashboard still opens, with the same sample.
      expect((await openDashboard(second.stdout())).verdict.id).toBe(dashboard.verdict.id);

      const taken = quickstart({ DATA_DIR: path.join(directory, "other") });
      expect(await taken.exited).toBe(1);
      expect(taken.stderr()).toMatch(new RegExp(`^gavel: Port ${port} on 127.0.0.1 is in use[^\n]+\n$`));
      const locked = quickstart({ PORT: "0" });
      expect(await locked.exited).toBe(1);
      expect(locked.stderr()).toMatch(/^gavel: The data directory is in use by process \d+[^\n]+\n$/);
      second.child.kill("SIGTERM");
      expect(await second.exited).toBe(0);
    },
  );

  it.skipIf(!hasCurl)(
    "prints commands that work when pasted, also after policies were archived",
    { timeout: STARTS_TIMEOUT_MS },
    async () => {
      const key = "a-key-for-the-lines-that-are-pasted";
      const env = { ...withTestModel(), DATA_DIR: path.join(directory, "curl"), GAVEL_API_KEY: key };
      const paste = (start: ReturnType<typeof quickstart>): unknown[] =>
        start
          .stdout()
          .match(/^curl .*$/gm)!
          .map((line) => {
            const { stdout } = spawnSync("bash", ["-c", line], {
              encoding: "utf8",
              env: { ...process.env, GAVEL_API_KEY: key },
            });
            return JSON.parse(stdout) as unknown;
          });
      const archive = async (...ids: readonly string[]): Promise<void> => {
        for (const id of ids) {
          const headers = { Authorization: `Bearer ${key}` };
          await fetch(`http://127.0.0.1:${port}/policies/${id}`, { method: "DELETE", headers });
        }
      };
      const start = quickstart(env);
      await start.ready;
      const [classify, upload, poll] = paste(start);
      expect(classify).toMatchObject({
        status: "completed",
        policy: { id: "spam" },
      } satisfies DeepPartial<VerdictRecord>);
      expect(upload).toMatchObject({
        policy_id: "shouting",
        version: 1,
        categories: [{ code: "SH0" }, { code: "SH1" }],
      });
      expect((poll as VerdictPage).data[0]!.id).toBe((classify as VerdictRecord).id);
      await archive("spam");
      start.child.kill("SIGTERM");
      expect(await start.exited).toBe(0);

      const without = quickstart(env);
      await without.ready;
      const [other] = paste(without);
      expect(other).toMatchObject({
        status: "completed",
        policy: { id: expect.not.stringMatching(/^spam$/) },
      });
      await archive(...listLibraryPolicies().map(({ id }) => id));
      without.child.kill("SIGTERM");
      expect(await without.exited).toBe(0);

      const own = quickstart(env);
      await own.ready;
      const [uploaded, classified] = paste(own);
      expect(uploaded).toMatchObject({ policy_id: "shouting" });
      expect(classified).toMatchObject({ status: "completed", policy: { id: "shouting" } });
      own.child.kill("SIGTERM");
      expect(await own.exited).toBe(0);
    },
  );

  it("uses a given key, and never shows it", async () => {
    const key = "a-key-of-my-own-choice";
    const own = { DATA_DIR: path.join(directory, "own-key"), GAVEL_API_KEY: key };
    const start = quickstart({ ...withTestModel(), ...own });
    await start.ready;
    expect(start.stdout() + start.stderr()).not.toContain(key);
    expect(start.stdout()).toContain('"Authorization: Bearer $GAVEL_API_KEY"');
    const response = await fetch(`http://127.0.0.1:${port}/keys`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(200);
    start.child.kill("SIGTERM");
    expect(await start.exited).toBe(0);
  });

  it.each([
    [
      { PORT: "99999", GAVEL_SEED: "x" },
      /^gavel: The configuration is not valid:\n {2}PORT [^\n]+\n {2}GAVEL_SEED [^\n]+\n$/,
    ],
    [{ GAVEL_MODEL_DIR: "/nonexistent" }, /^gavel: The model in \/nonexistent cannot be loaded[^\n]+\n$/],
    [{ HOST: "192.0.2.1" }, /^gavel: 192\.0\.2\.1 is not an address of this machine[^\n]+\n$/],
  ])("says in one message what to do about %j", async (env, message) => {
    const start = quickstart({ DATA_DIR: path.join(directory, "faults"), ...env });
    expect(await start.exited).toBe(1);
    expect(start.stderr()).toMatch(message);
  });
});

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object | null ? DeepPartial<T[K]> : T[K] };
