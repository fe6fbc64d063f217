import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writeTestCheckpoint } from "../../engine/checkpoint/test-checkpoint.ts";
import { HubEndpoint } from "../../engine/hub/endpoint.ts";
import { PATIENCE, type Patience } from "../../engine/hub/patience.ts";
import { type PullProgress, pullSnapshot } from "../../engine/hub/pull-snapshot.ts";
import { resolveSnapshot } from "../../engine/hub/snapshot.ts";
import { runCli } from "../../service/cli/run-cli.ts";
import { captureIo } from "../helpers/cli-io.ts";
import type { CdnFault } from "../helpers/model-hub/cdn-fault.ts";
import { gptOssRepo, REPO, SHARD_BYTES } from "../helpers/model-hub/gpt-oss-repo.ts";
import { ModelHub } from "../helpers/model-hub/model-hub.ts";
import { startCli } from "../helpers/start-cli.ts";

const IMPATIENT: Patience = {
  ...PATIENCE,
  silenceMs: 1000,
  firstPauseMs: 1,
  maxPauseMs: 5,
  attemptsWithoutProgress: 4,
};
const SHARD = "model-00000-of-00001.safetensors";

let parent: string;
let directory: string;
let hub: ModelHub;
let files: Record<string, Buffer>;
let commit: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "gavel-pull-"));
  directory = path.join(parent, "model");
  hub = await ModelHub.start();
  files = gptOssRepo();
  commit = hub.publish(REPO, files);
});

afterEach(async () => {
  await hub.stop();
  await rm(parent, { recursive: true });
});

function wanted(): string[] {
  return Object.keys(files).filter((name) => !/^(?:\.git|metal|original)/.test(name));
}

async function gavelPull(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const io = captureIo({ env: { HF_ENDPOINT: hub.url, ...env } });
  const code = await runCli(["model", "pull", REPO, "--output", directory, ...args], io);
  return { code, stdout: io.stdout(), stderr: io.stderr() };
}

/** The same without the command, and without its patience. */
async function pull(
  options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: PullProgress) => void } = {},
  url = hub.url,
) {
  const endpoint = new HubEndpoint({ url, userAgent: "test", silenceMs: IMPATIENT.silenceMs });
  const retries: string[] = [];
  const retrying = {
    patience: IMPATIENT,
    signal: new AbortController().signal,
    onRetry: (reason: string) => void retries.push(reason),
    ...options,
  };
  const snapshot = await resolveSnapshot(endpoint, { repo: REPO, revision: "main" }, retrying);
  const result = await pullSnapshot(endpoint, snapshot, directory, retrying);
  return { ...result, retries };
}

/** Every file has its content, and nothing else is there. */
async function expectWhole(): Promise<void> {
  expect((await readdir(directory)).toSorted()).toEqual([...wanted(), "gavel-pull.json"].toSorted());
  for (const name of wanted()) {
    expect((await readFile(path.join(directory, name))).equals(files[name]!), name).toBe(true);
  }
}

/** Not complete by its mark, and each file that has its name is whole. */
async function expectUnfinished(): Promise<void> {
  const names = await readdir(directory);
  expect(names).toContain(".gavel-pull");
  expect(names).not.toContain("gavel-pull.json");
  for (const name of names.filter((name) => !name.startsWith(".gavel-pull"))) {
    expect((await readFile(path.join(directory, name))).equals(files[name]!), name).toBe(true);
  }
}

describe("gavel model pull", () => {
  it("puts what the engine needs in place, checked, and says what it leaves out and what comes next", async () => {
    const { code, stdout, stderr } = await gavelPull();
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${directory}\n` });
    await expectWhole();
    for (const part of [
      `${REPO} at main, commit ${commit}`,
      "original/ (2.00 MB)",
      "metal/ (2.00 MB)",
      `gavel model build ${directory}`,
      `GAVEL_MODEL_DIR=${directory}`,
    ]) {
      expect(stderr).toContain(part);
    }
    const record = JSON.parse(await readFile(path.join(directory, "gavel-pull.json"), "utf8"));
    expect(record).toMatchObject({ repo: REPO, revision: "main", commit });
    expect(record.files).toHaveLength(wanted().length);
    expect(hub.cdn.requests).toHaveLength(2);
  });

  it("brings a checkpoint from which a model can be built", async () => {
    const made = path.join(parent, "made");
    await writeTestCheckpoint(made, { seed: 1 });
    const names = await readdir(made);
    const contents = await Promise.all(names.map((name) => readFile(path.join(made, name))));
    hub.publish(REPO, Object.fromEntries(names.map((name, index) => [name, contents[index]!])));
    const { code, stdout } = await gavelPull();
    expect(code).toBe(0);
    const io = captureIo();
    expect(await runCli(["model", "build", stdout.trim()], io)).toBe(0);
  });

  it("leaves a complete directory alone, and asks nobody about a full commit", async () => {
    expect((await gavelPull()).code).toBe(0);
    expect(JSON.parse((await gavelPull(["--json"])).stdout)).toEqual({
      checkpoint_dir: directory,
      repository: REPO,
      revision: "main",
      commit,
      files: wanted().length,
      bytes: wanted().reduce((sum, name) => sum + files[name]!.length, 0),
      received_bytes: 0,
      replaced_commit: null,
    });
    expect(hub.cdn.requests).toHaveLength(2);
    const asked = hub.requests.length;
    expect((await gavelPull(["--revision", commit])).stderr).toContain("was complete already");
    expect(hub.requests).toHaveLength(asked);
  });

  it("pulls again what is missing or shorter than it was, and with --verify what is broken", async () => {
    await gavelPull();
    await truncate(path.join(directory, SHARD), 1000);
    await rm(path.join(directory, "config.json"));
    expect((await gavelPull()).code).toBe(0);
    await expectWhole();

    const broken = Buffer.from(files[SHARD]!);
    broken[5]! ^= 1;
    await writeFile(path.join(directory, SHARD), broken);
    expect(JSON.parse((await gavelPull(["--json"])).stdout)).toMatchObject({ received_bytes: 0 });
    expect(JSON.parse((await gavelPull(["--json", "--verify"])).stdout)).toMatchObject({
      received_bytes: SHARD_BYTES,
    });
    await expectWhole();
  });

  it("takes files that are there already and right, such as those of another downloader", async () => {
    await gavelPull();
    await rm(path.join(directory, "gavel-pull.json"));
    await rm(path.join(directory, "README.md"));
    expect(JSON.parse((await gavelPull(["--json"])).stdout)).toMatchObject({
      received_bytes: files["README.md"]!.length,
    });
    await expectWhole();
  });

  it("overwrites no file that it did not put there, and mixes no two models", async () => {
    await gavelPull();
    const other = "openai/gpt-oss-20b";
    hub.publish(other, gptOssRepo("other"));
    const io = captureIo({ env: { HF_ENDPOINT: hub.url } });
    expect(await runCli(["model", "pull", other, "--output", directory], io)).toBe(1);
    expect(io.stderr()).toContain(`${directory} holds ${REPO}`);
    await expectWhole();

    await rm(path.join(directory, "gavel-pull.json"));
    await writeFile(path.join(directory, "README.md"), "mine");
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toContain("holds another README.md");
    expect(await readFile(path.join(directory, "README.md"), "utf8")).toBe("mine");
  });

  it("replaces one revision by another, and removes what only the first had", async () => {
    await gavelPull();
    files = { ...gptOssRepo("new"), [SHARD]: files[SHARD]! };
    delete files["generation_config.json"];
    hub.publish(REPO, files);
    const { stdout } = await gavelPull(["--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ replaced_commit: commit });
    await expectWhole();
    // The shard that both revisions have was not sent twice.
    expect(hub.cdn.requests).toHaveLength(3);
  });

  it("shows the token to the hub, and never to the content network, in output or on disk", async () => {
    hub.token = "hf_secret";
    const { code, stdout, stderr } = await gavelPull([], { HF_TOKEN: "hf_secret" });
    expect(code).toBe(0);
    await expectWhole();
    expect(hub.requests.every(({ headers }) => headers.authorization === "Bearer hf_secret")).toBe(true);
    expect(hub.cdn.requests).toHaveLength(2);
    expect(hub.cdn.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    const record = await readFile(path.join(directory, "gavel-pull.json"), "utf8");
    expect(stdout + stderr + record).not.toMatch(/hf_secret|signature/);
  });

  it.each([
    ["a name that nobody has", [], {}, [404, { "x-error-code": "RepoNotFound" }], /there is no model/],
    ["a revision that nobody made", ["--revision", "v9"], {}, null, /has no revision v9/],
    ["a stranger", [], {}, [401, { "x-error-code": "RepoNotFound" }], /set HF_TOKEN/],
    ["a wrong token", [], { HF_TOKEN: "hf_secret" }, [401], /does not know the token in HF_TOKEN/],
    [
      "a gated repository without a token",
      [],
      {},
      [401, { "x-error-code": "GatedRepo" }],
      /accept it at .*safeguard-20b, then set HF_TOKEN/,
    ],
    ["a gated repository", [], { HF_TOKEN: "hf_secret" }, [403], /accept its licence at .*safeguard-20b/],
    ["a long ban", [], {}, [429, { "retry-after": "7200" }], /left alone for 120 minutes/],
  ] as const)("tells at once what is wrong with %s", async (_, args, env, fault, message) => {
    if (fault !== null) hub.failNext(fault);
    const { code, stdout, stderr } = await gavelPull(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/hf_secret|\n {4}at /);
    expect(hub.requests).toHaveLength(1);
    expect(await readdir(parent)).toEqual([]);
  });

  it("refuses a repository that holds no checkpoint", async () => {
    hub.publish(REPO, { "README.md": Buffer.from("words") });
    expect((await gavelPull()).stderr).toContain("it is no checkpoint");
  });

  it("says what went wrong on the way, and how to go on", async () => {
    hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /gavel: 127.0.0.1:\d+ is busy or broken \(HTTP 503\) and asks to be left alone for 167 min/,
    );
    expect(stderr).toContain("the same command goes on from there");
  });

  it("says how much room is missing before it downloads", async () => {
    hub.announced.set(SHARD, 2 ** 52);
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toMatch(/not enough room in .*: 4\.50 PB are still needed and .* are free/);
    expect(hub.cdn.requests).toEqual([]);
  });

  it("refuses a second pull into the same directory while the first lives", async () => {
    hub.cdn.always = { kind: "stall", after: 1000 };
    const first = startCli(["model", "pull", REPO, "--output", directory], { HF_ENDPOINT: hub.url });
    await vi.waitFor(() => expect(hub.cdn.requests).toHaveLength(2), { timeout: 60_000 });
    hub.cdn.always = null;
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toContain(`process ${first.process.pid} is pulling into ${directory}`);
    await first.end("SIGKILL");
    expect((await gavelPull()).code).toBe(0);
    await expectWhole();
  });
});

describe("a pull that is interrupted", () => {
  const half = SHARD_BYTES / 2;

  /** A real process that has half of both shards, and will get no more. */
  async function startHalf() {
    hub.cdn.failNext({ kind: "stall", after: half }, { kind: "stall", after: half });
    const cli = startCli(["model", "pull", REPO, "--output", directory], { HF_ENDPOINT: hub.url });
    await vi.waitFor(
      async () => {
        const work = path.join(directory, ".gavel-pull");
        const partials = (await readdir(work)).filter((name) => name.endsWith(".partial"));
        const sizes = await Promise.all(
          partials.map(async (name) => (await stat(path.join(work, name))).size),
        );
        expect(sizes).toEqual([half, half]);
      },
      { timeout: 60_000 },
    );
    return cli;
  }

  it("goes on where SIGKILL stopped it", async () => {
    const cli = await startHalf();
    await cli.end("SIGKILL");
    await expectUnfinished();
    const io = captureIo();
    expect(await runCli(["model", "build", directory], io)).toBe(1);
    expect(io.stderr()).toContain(`${directory} is not complete`);
    expect(JSON.parse((await gavelPull(["--json"])).stdout)).toMatchObject({ received_bytes: SHARD_BYTES });
    expect(hub.cdn.ranges).toEqual([null, null, `bytes=${half}-`, `bytes=${half}-`]);
    await expectWhole();
  });

  it("says on Ctrl-C how to go on, and does", async () => {
    const cli = await startHalf();
    expect(await cli.end("SIGINT")).toBe(130);
    expect(cli.output()).toContain("the same command goes on from there");
    await expectUnfinished();
    expect((await gavelPull()).code).toBe(0);
    expect(hub.cdn.ranges.slice(2)).toEqual([`bytes=${half}-`, `bytes=${half}-`]);
    await expectWhole();
  });

  it("does not go on with the half of another version", async () => {
    await (await startHalf()).end("SIGINT");
    files = gptOssRepo("new");
    hub.publish(REPO, files);
    expect((await pull()).retries).toEqual([]);
    expect(hub.cdn.ranges.slice(2)).toEqual([null, null]);
    await expectWhole();
  });

  it("notices that what lay on the disk has changed, and starts that file over", async () => {
    await (await startHalf()).end("SIGINT");
    const work = path.join(directory, ".gavel-pull");
    const partial = (await readdir(work)).find((name) => name.startsWith(SHARD))!;
    await writeFile(path.join(work, partial), Buffer.alloc(half));
    expect((await pull()).retries).toEqual([`${SHARD} has a wrong checksum and is thrown away`]);
    await expectWhole();
  });
});

describe("a content network that fails", () => {
  beforeEach(() => {
    // One big file, so that faults meet it in order.
    delete files["model-00001-of-00001.safetensors"];
    hub.publish(REPO, files);
  });

  const third = Math.floor(SHARD_BYTES / 3);
  const MENDED: readonly (readonly [string, readonly CdnFault[], readonly ("all" | "rest")[]])[] = [
    [
      "cuts and falls silent",
      [
        { kind: "cut", after: third },
        { kind: "stall", after: third },
      ],
      ["all", "rest", "rest"],
    ],
    [
      "is busy",
      [
        { kind: "status", status: 503 },
        { kind: "status", status: 429, headers: { "retry-after": "0" } },
        { kind: "status", status: 500 },
      ],
      ["all", "all", "all", "all"],
    ],
    ["lets a signed address expire", [{ kind: "status", status: 403 }], ["all", "all"]],
    ["ends too early", [{ kind: "short", by: 10 }], ["all", "rest"]],
    ["sends more than there is", [{ kind: "long", by: 70_000 }], ["all"]],
    ["sends other bytes once", [{ kind: "corrupt" }], ["all", "all"]],
    ["ignores ranges", [{ kind: "cut", after: third }, { kind: "ignore range" }], ["all", "rest"]],
    [
      "sends another range than was asked for",
      [{ kind: "cut", after: third }, { kind: "wrong range" }],
      ["all", "rest", "all"],
    ],
    [
      "names another size once",
      [
        { kind: "claim", total: SHARD_BYTES - 1000 },
        { kind: "cut", after: third },
        { kind: "claim", total: SHARD_BYTES + 1000 },
      ],
      ["all", "all", "rest", "all"],
    ],
  ];

  it.each(MENDED)("costs time and no byte where it %s", async (_, faults, requests) => {
    hub.cdn.failNext(...faults);
    const seen: PullProgress[] = [];
    await pull({ onProgress: (progress) => seen.push(progress) });
    await expectWhole();
    // Where exactly a cut leaves off is up to the sockets.
    expect(hub.cdn.ranges.map((range) => (range === null ? "all" : "rest"))).toEqual(requests);
    const { phase, doneBytes, totalBytes } = seen.at(-1)!;
    expect({ phase, doneBytes }).toEqual({ phase: "downloading", doneBytes: totalBytes });
  });

  it.each<readonly [string, CdnFault, RegExp]>([
    ["is always busy", { kind: "status", status: 503 }, /busy or broken \(HTTP 503\)/],
    ["is always silent", { kind: "stall", after: 0 }, /sent nothing for 1 s/],
    ["always cuts at once", { kind: "cut", after: 0 }, /the connection to 127.0.0.1:\d+ failed/],
    ["always ends too early", { kind: "short", by: SHARD_BYTES }, /after 0 of 2000000 announced bytes/],
    [
      "always names another size",
      { kind: "claim", total: 10 },
      /has 10 bytes of model.*2000000 were announced/,
    ],
    ["always sends other bytes", { kind: "corrupt" }, /its checksum is wrong/],
  ])("is given up, with nothing taken for whole, where it %s", async (_, fault, message) => {
    hub.cdn.always = fault;
    await expect(pull()).rejects.toThrow(message);
    await expectUnfinished();
    hub.cdn.always = null;
    await pull();
    await expectWhole();
  });

  it("does not make a loop of a server that ignores ranges and always cuts", async () => {
    hub.cdn.failNext({ kind: "cut", after: third }, { kind: "wrong range" });
    hub.cdn.always = { kind: "cut", after: 10_000 };
    await expect(pull()).rejects.toThrow(/the connection to .* failed/);
    // What is got once more is no progress: all attempts but the first are without.
    expect(hub.cdn.requests).toHaveLength(IMPATIENT.attemptsWithoutProgress);
    await expectUnfinished();
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    hub.cdn.always = { kind: "stall", after: third };
    const pulling = pull({
      signal: controller.signal,
      onProgress: ({ receivedBytes }) => receivedBytes >= third && controller.abort(new Error("enough")),
    });
    await expect(pulling).rejects.toThrow("enough");
    await expectUnfinished();
  });
});

describe("a hub that fails", () => {
  it("is asked again while it is busy, and believed when it is well", async () => {
    hub.failNext([503], [429, { "retry-after": "0" }], [502]);
    const { retries } = await pull();
    expect(retries).toHaveLength(3);
    await expectWhole();
  });

  it("is given up soon where nobody answers", async () => {
    const gone = await ModelHub.start();
    const { url } = gone;
    await gone.stop();
    await expect(pull({}, url)).rejects.toThrow(/^the connection to 127.0.0.1:\d+ failed \(ECONNREFUSED\)$/);
  });
});
