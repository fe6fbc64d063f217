import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { HubEndpoint } from "../../engine/local/hub/endpoint.ts";
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "../../engine/local/hub/retry-policy.ts";
import { type PullProgress, pullSnapshot } from "../../engine/local/hub/pull-snapshot.ts";
import { resolveSnapshot } from "../../engine/local/hub/snapshot.ts";
import { runCli } from "../../cli/run-cli.ts";
import { captureIo } from "../helpers/cli-io.ts";
import type { CdnFault } from "../helpers/model-hub/cdn-fault.ts";
import { gptOssRepo, REPO, SHARD_BYTES } from "../helpers/model-hub/gpt-oss-repo.ts";
import { ModelHub } from "../helpers/model-hub/model-hub.ts";
import { startCli } from "../helpers/start-cli.ts";
import { eventually } from "../helpers/eventually.ts";

const FAST_RETRIES: RetryPolicy = {
  ...DEFAULT_RETRY_POLICY,
  idleTimeoutMs: 1000,
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
  const endpoint = new HubEndpoint({ url, userAgent: "test", idleTimeoutMs: FAST_RETRIES.idleTimeoutMs });
  const retries: string[] = [];
  const retrying = {
    retryPolicy: FAST_RETRIES,
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
    await writeSyntheticCheckpoint(made, { seed: 1 });
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
      damaged_files: [],
    });
    expect(hub.cdn.requests).toHaveLength(2);
    const asked = hub.requests.length;
    expect((await gavelPull(["--revision", commit])).stderr).toContain("was already complete");
    expect(hub.requests).toHaveLength(asked);
  });

  it("pulls again what is missing or shorter than it was, and names it", async () => {
    await gavelPull();
    await truncate(path.join(directory, SHARD), 1000);
    await rm(path.join(directory, "config.json"));
    const { code, stderr } = await gavelPull();
    expect(code).toBe(0);
    expect(stderr).toContain("\n  config.json is missing\n");
    expect(stderr).toContain(`\n  ${SHARD} has 1000 bytes instead of ${SHARD_BYTES}\n`);
    expect(stderr).toContain(`is complete and verified; downloaded again: config.json, ${SHARD}.`);
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

  it("leaves nothing of another layout of shards, even after an interruption", async () => {
    await gavelPull();
    files = { ...gptOssRepo("new"), "model.safetensors": files[SHARD]! };
    for (const name of [SHARD, "model-00001-of-00001.safetensors", "model.safetensors.index.json"]) {
      delete files[name];
    }
    hub.publish(REPO, files);
    hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    expect((await gavelPull()).code).toBe(1);
    expect((await readdir(directory)).filter((name) => name.startsWith("model"))).toEqual([]);

    hub.cdn.always = null;
    const { code, stderr } = await gavelPull();
    expect(code, stderr).toBe(0);
    await expectWhole();
  });

  it("names the models that were built of the revision it replaces", async () => {
    await gavelPull();
    const built = path.join(directory, "gavel-float32");
    await mkdir(built);
    await writeFile(path.join(built, "gavel-model.json"), "{}");
    hub.publish(REPO, gptOssRepo("new"));
    expect((await gavelPull()).stderr).toContain(`These were built from it: ${built}.`);
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
    [
      "a wrong token",
      [],
      { HF_TOKEN: "hf_secret" },
      [401],
      /rejected the access token.*Check that the access token in HF_TOKEN is valid/,
    ],
    [
      "a gated repository without a token",
      [],
      {},
      [401, { "x-error-code": "GatedRepo" }],
      /accept the licence at .*safeguard-20b\. If the model is private or gated, set HF_TOKEN/,
    ],
    [
      "a gated repository",
      [],
      { HF_TOKEN: "hf_secret" },
      [403],
      /accept the licence at .*safeguard-20b\. Check that the access token/,
    ],
    ["a long ban", [], {}, [429, { "retry-after": "7200" }], /retry after 120 minutes/],
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
    expect((await gavelPull()).stderr).toContain("is not a checkpoint");
  });

  it("says what went wrong on the way, and how to go on", async () => {
    hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toMatch(/gavel: 127.0.0.1:\d+ is unavailable \(HTTP 503\): retry after 167 min/);
    expect(stderr).toContain("the same command continues from there");
  });

  it("says how much room is missing before it downloads", async () => {
    hub.announced.set(SHARD, 2 ** 52);
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toMatch(/not enough disk space in .*: 4\.50 PB more needed, .* free/);
    expect(hub.cdn.requests).toEqual([]);
  });

  it("says what the file system refuses", async () => {
    await writeFile(directory, "");
    expect((await gavelPull()).stderr).toMatch(
      /^gavel: .*model.* cannot be \w+: it, or a part of its path, is not a directory \(ENOTDIR\)\n$/m,
    );
  });

  it("refuses a second pull into the same directory while the first lives", async () => {
    hub.cdn.always = { kind: "stall", after: 1000 };
    const first = startCli(["model", "pull", REPO, "--output", directory], { HF_ENDPOINT: hub.url });
    await eventually(() => expect(hub.cdn.requests).toHaveLength(2));
    hub.cdn.always = null;
    const { code, stderr } = await gavelPull();
    expect(code).toBe(1);
    expect(stderr).toContain(`process ${first.process.pid} is downloading into ${directory}`);
    await first.end("SIGKILL");
    expect((await gavelPull()).code).toBe(0);
    await expectWhole();
  });
});

describe("a directory that holds something else", () => {
  const SHARDS = [SHARD, "model-00001-of-00001.safetensors", "model.safetensors.index.json"];

  /** Refused by names, with a way out, with nothing received and nothing changed. */
  async function expectRefused(names: readonly string[], args: readonly string[] = []): Promise<void> {
    const before = await contents();
    const received = hub.cdn.requests.length;
    const { code, stdout, stderr } = await gavelPull(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(
      `${directory} holds files that are not those of ${REPO} at ${args[1] ?? "main"} and that no pull wrote: ` +
        `${names.join(", ")}. Nothing was changed. Give --output another directory`,
    );
    expect(hub.cdn.requests).toHaveLength(received);
    expect(await contents()).toEqual(before);
  }

  async function contents(): Promise<ReadonlyMap<string, string>> {
    const names = await readdir(directory);
    const texts = await Promise.all(names.map((name) => readFile(path.join(directory, name), "latin1")));
    return new Map(names.map((name, index) => [name, texts[index]!]));
  }

  async function put(...names: readonly string[]): Promise<void> {
    await mkdir(directory, { recursive: true });
    for (const name of names) await writeFile(path.join(directory, name), files[name] ?? `another ${name}`);
  }

  it("is refused if shards would be next to a single file of weights", async () => {
    await put("config.json", "model.safetensors");
    await expectRefused(["model.safetensors"]);
  });

  it("is refused if an index would override the one file that is pulled", async () => {
    await put("config.json", ...SHARDS);
    files = { ...gptOssRepo(), "model.safetensors": files[SHARD]! };
    for (const name of SHARDS) delete files[name];
    hub.publish(REPO, files);
    await expectRefused(SHARDS);
  });

  it("is refused in a directory with a built model, which the service would load", async () => {
    await put("gavel-model.json", "model.onnx", "model.onnx.data");
    await expectRefused(["gavel-model.json"]);
  });

  it("is refused if a file would be overwritten, and names each", async () => {
    await put("README.md");
    await writeFile(path.join(directory, "README.md"), "mine");
    await writeFile(path.join(directory, "config.json"), Buffer.alloc(files["config.json"]!.length));
    await expectRefused(["README.md"]);
    await rm(path.join(directory, "README.md"));
    await expectRefused(["config.json"]);
  });

  it("is refused if weights were added to a complete pull, whatever is requested", async () => {
    await gavelPull();
    await put("model.safetensors");
    await expectRefused(["model.safetensors"]);
    await expectRefused(["model.safetensors"], ["--revision", commit]);
    await rm(path.join(directory, "model.safetensors"));
    await expectWhole();
  });

  it("keeps a file of the user's that a newer revision has, too", async () => {
    await gavelPull();
    await writeFile(path.join(directory, "NOTICE"), "mine");
    files = { ...gptOssRepo("new"), NOTICE: Buffer.from("theirs") };
    hub.publish(REPO, files);
    await expectRefused(["NOTICE"]);
  });

  it("is used if nothing of it would be overwritten or loaded", async () => {
    await put("notes.txt", "._model.safetensors", "config.json");
    expect((await gavelPull()).code).toBe(0);
    expect(await readFile(path.join(directory, "notes.txt"), "utf8")).toBe("another notes.txt");
  });

  it("is refused by name where it is another repository, complete or begun", async () => {
    await gavelPull();
    const other = "openai/gpt-oss-20b";
    hub.publish(other, gptOssRepo("other"));
    const pullOther = async () => {
      const io = captureIo({ env: { HF_ENDPOINT: hub.url } });
      expect(await runCli(["model", "pull", other, "--output", directory], io)).toBe(1);
      return io.stderr();
    };
    expect(await pullOther()).toContain(
      `${directory} holds ${REPO} at main (commit ${commit}). Nothing was changed. Give --output another directory`,
    );
    await expectWhole();
    const work = path.join(directory, ".gavel-pull");
    await mkdir(work);
    await rename(path.join(directory, "gavel-pull.json"), path.join(work, "gavel-pull.json"));
    expect(await pullOther()).toContain(`${directory} holds an unfinished pull of ${REPO} at main`);
    expect((await gavelPull()).code).toBe(0);
    await expectWhole();
  });
});

describe("gavel model pull --verify", () => {
  const OTHER = "model-00001-of-00001.safetensors";
  let sha256: string;

  beforeEach(async () => {
    await gavelPull();
    const broken = Buffer.from(files[SHARD]!);
    broken[5]! ^= 1;
    sha256 = createHash("sha256").update(broken).digest("hex");
    await writeFile(path.join(directory, SHARD), broken);
  });

  it("lists each damaged file with its fault, and what is done about it", async () => {
    await truncate(path.join(directory, OTHER), 1000);
    await rm(path.join(directory, "config.json"));
    const { code, stdout, stderr } = await gavelPull(["--verify"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${directory}\n` });
    const right = createHash("sha256").update(files[SHARD]!).digest("hex");
    for (const line of [
      `3 files in ${directory} are damaged:`,
      "  config.json is missing",
      `  ${OTHER} has 1000 bytes instead of ${SHARD_BYTES}`,
      `  ${SHARD} has a checksum mismatch: sha256:${sha256} instead of sha256:${right}`,
      "They will be downloaded again. Until then, the model in this directory is incomplete and cannot be loaded.",
      `${REPO} at ${commit} is complete and verified; downloaded again: config.json, ${OTHER}, ${SHARD}.`,
    ]) {
      expect(stderr.split("\n")).toContain(line);
    }
    await expectWhole();
  });

  it("reports damaged files in JSON, and only if asked to verify", async () => {
    expect(JSON.parse((await gavelPull(["--json"])).stdout)).toMatchObject({
      received_bytes: 0,
      damaged_files: [],
    });
    const { code, stdout } = await gavelPull(["--json", "--verify"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      received_bytes: SHARD_BYTES,
      damaged_files: [{ path: SHARD, fault: "checksum" }],
    });
    await expectWhole();
  });

  it("says that all files were verified, without a request to the hub for a full commit", async () => {
    await gavelPull(["--verify"]);
    const asked = hub.requests.length;
    const { code, stderr } = await gavelPull(["--verify", "--revision", commit]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `${REPO} at ${commit} is complete: all ${wanted().length} files (4.00 MB) were verified.`,
    );
    expect(hub.requests).toHaveLength(asked);
    await expectWhole();
  });

  it("fails if it cannot repair, and leaves no model that could be loaded", async () => {
    hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    const { code, stdout, stderr } = await gavelPull(["--verify", "--revision", commit]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`\n  ${SHARD} has a checksum mismatch`);
    expect(stderr).toContain("Some damaged files have not been replaced yet, so the model cannot be loaded.");
    const io = captureIo();
    expect(await runCli(["model", "build", directory], io)).toBe(1);
    expect(io.stderr()).toContain(
      `${directory} is an incomplete download of ${REPO} at ${commit}. To complete it, run gavel model pull ${REPO} ` +
        `--revision ${commit} --output ${directory}.`,
    );
    hub.cdn.always = null;
    expect((await gavelPull()).code).toBe(0);
    await expectWhole();
  });

  it("says that nothing was verified if the hub cannot be reached", async () => {
    hub.failNext([429, { "retry-after": "7200" }]);
    const { code, stderr } = await gavelPull(["--verify"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Nothing was verified. With --revision and the full commit in");
  });
});

describe("a pull that is interrupted", () => {
  const half = SHARD_BYTES / 2;

  /** A real process that has half of both shards, and will get no more. */
  async function startHalf() {
    hub.cdn.failNext({ kind: "stall", after: half }, { kind: "stall", after: half });
    const cli = startCli(["model", "pull", REPO, "--output", directory], { HF_ENDPOINT: hub.url });
    await eventually(async () => {
      const work = path.join(directory, ".gavel-pull");
      const partials = (await readdir(work)).filter((name) => name.endsWith(".partial"));
      const sizes = await Promise.all(partials.map(async (name) => (await stat(path.join(work, name))).size));
      expect(sizes).toEqual([half, half]);
    });
    return cli;
  }

  it("continues where SIGKILL stopped it", async () => {
    const cli = await startHalf();
    await cli.end("SIGKILL");
    await expectUnfinished();
    const io = captureIo();
    expect(await runCli(["model", "build", directory], io)).toBe(1);
    expect(io.stderr()).toContain(`${directory} is an incomplete download of ${REPO}`);
    expect(JSON.parse((await gavelPull(["--json"])).stdout)).toMatchObject({ received_bytes: SHARD_BYTES });
    expect(hub.cdn.ranges).toEqual([null, null, `bytes=${half}-`, `bytes=${half}-`]);
    await expectWhole();
  });

  it("says on Ctrl-C how to go on, and does", async () => {
    const cli = await startHalf();
    expect(await cli.end("SIGINT")).toBe(130);
    expect(cli.output()).toContain("the same command continues from there");
    await expectUnfinished();
    expect((await gavelPull()).code).toBe(0);
    expect(hub.cdn.ranges.slice(2)).toEqual([`bytes=${half}-`, `bytes=${half}-`]);
    await expectWhole();
  });

  it("writes whole lines without a terminal", async () => {
    const cli = await startHalf();
    await cli.end("SIGINT");
    // oxlint-disable-next-line no-control-regex
    expect(cli.output()).toMatch(/^[^\u0000-\u0009\u000b-\u001f]+$/);
    expect(cli.output()).toMatch(/^Downloading: \d.* of 4\.00 MB \(\d+ %\)$/m);
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
    expect((await pull()).retries).toEqual([`checksum mismatch: ${SHARD} is downloaded again`]);
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
      "sends another range than requested",
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

  it.each(MENDED)("costs time and no byte if it %s", async (_, faults, requests) => {
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
    ["is always busy", { kind: "status", status: 503 }, /is unavailable \(HTTP 503\)/],
    ["is always silent", { kind: "stall", after: 0 }, /sent nothing for 1 s/],
    ["always cuts at once", { kind: "cut", after: 0 }, /the connection to 127.0.0.1:\d+ failed/],
    ["always ends too early", { kind: "short", by: SHARD_BYTES }, /after 0 of 2000000 bytes/],
    ["always names another size", { kind: "claim", total: 10 }, /has 10 bytes of model.* instead of 2000000/],
    ["always sends other bytes", { kind: "corrupt" }, /^checksum mismatch/],
  ])("is abandoned, with nothing considered complete, if it %s", async (_, fault, message) => {
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
    // Bytes received again are no progress: all attempts except the first have none.
    expect(hub.cdn.requests).toHaveLength(FAST_RETRIES.attemptsWithoutProgress);
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
  it("is retried while it is busy, and trusted when it recovers", async () => {
    hub.failNext([503], [429, { "retry-after": "0" }], [502]);
    const { retries } = await pull();
    expect(retries).toHaveLength(3);
    await expectWhole();
  });

  it("is abandoned soon if nothing listens", async () => {
    const gone = await ModelHub.start();
    const { url } = gone;
    await gone.stop();
    await expect(pull({}, url)).rejects.toThrow(/^the connection to 127.0.0.1:\d+ failed \(ECONNREFUSED\)$/);
  });
});
