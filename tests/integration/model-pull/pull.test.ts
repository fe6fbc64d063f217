import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../../cli/run-cli.ts";
import { writeSyntheticCheckpoint } from "../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { captureIo } from "../../helpers/cli-io.ts";
import { eventually } from "../../helpers/eventually.ts";
import { gptOssRepo, REPO, SHARD_BYTES } from "../../helpers/model-hub/gpt-oss-repo.ts";
import { PullTest, SHARD } from "../../helpers/model-hub/pull-test.ts";
import { startCli } from "../../helpers/start-cli.ts";

const test = PullTest.forEachTest();

describe("gavel model pull", () => {
  it("downloads and verifies what the engine needs, and prints what it skips and the next step", async () => {
    const { code, stdout, stderr } = await test.gavelPull();
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${test.directory}\n` });
    await test.expectComplete();
    for (const part of [
      `${REPO} at main, commit ${test.commit}`,
      "original/ (2.00 MB)",
      "metal/ (2.00 MB)",
      `gavel model build ${test.directory}`,
      `GAVEL_MODEL_DIR=${test.directory}`,
    ]) {
      expect(stderr).toContain(part);
    }
    const record = JSON.parse(await readFile(path.join(test.directory, "gavel-pull.json"), "utf8"));
    expect(record).toMatchObject({ repo: REPO, revision: "main", commit: test.commit });
    expect(record.files).toHaveLength(test.wanted().length);
    expect(test.hub.cdn.requests).toHaveLength(2);
  });

  it("downloads a checkpoint from which a model can be built", async () => {
    const checkpoint = path.join(test.parent, "checkpoint");
    await writeSyntheticCheckpoint(checkpoint, { seed: 1 });
    const names = await readdir(checkpoint);
    const contents = await Promise.all(names.map((name) => readFile(path.join(checkpoint, name))));
    test.hub.publish(REPO, Object.fromEntries(names.map((name, index) => [name, contents[index]!])));
    const { code, stdout } = await test.gavelPull();
    expect(code).toBe(0);
    const io = captureIo();
    expect(await runCli(["model", "build", stdout.trim()], io)).toBe(0);
  });

  it("does not change a complete directory, and sends no request to the hub for a full commit", async () => {
    expect((await test.gavelPull()).code).toBe(0);
    expect(JSON.parse((await test.gavelPull(["--json"])).stdout)).toEqual({
      checkpoint_dir: test.directory,
      repository: REPO,
      revision: "main",
      commit: test.commit,
      files: test.wanted().length,
      bytes: test.wanted().reduce((sum, name) => sum + test.files[name]!.length, 0),
      received_bytes: 0,
      replaced_commit: null,
      damaged_files: [],
    });
    expect(test.hub.cdn.requests).toHaveLength(2);
    const before = test.hub.requests.length;
    expect((await test.gavelPull(["--revision", test.commit])).stderr).toContain("was already complete");
    expect(test.hub.requests).toHaveLength(before);
  });

  it("downloads missing and truncated files again, and names them", async () => {
    await test.gavelPull();
    await truncate(path.join(test.directory, SHARD), 1000);
    await rm(path.join(test.directory, "config.json"));
    const { code, stderr } = await test.gavelPull();
    expect(code).toBe(0);
    expect(stderr).toContain("\n  config.json is missing\n");
    expect(stderr).toContain(`\n  ${SHARD} has 1000 bytes instead of ${SHARD_BYTES}\n`);
    expect(stderr).toContain(`is complete and verified; downloaded again: config.json, ${SHARD}.`);
    await test.expectComplete();
  });

  it("keeps correct files that are already present, such as those of another downloader", async () => {
    await test.gavelPull();
    await rm(path.join(test.directory, "gavel-pull.json"));
    await rm(path.join(test.directory, "README.md"));
    expect(JSON.parse((await test.gavelPull(["--json"])).stdout)).toMatchObject({
      received_bytes: test.files["README.md"]!.length,
    });
    await test.expectComplete();
  });

  it("replaces one revision with another, and removes files that only the first had", async () => {
    await test.gavelPull();
    test.files = { ...gptOssRepo("new"), [SHARD]: test.files[SHARD]! };
    delete test.files["generation_config.json"];
    test.hub.publish(REPO, test.files);
    const { stdout } = await test.gavelPull(["--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ replaced_commit: test.commit });
    await test.expectComplete();
    // The shard that both revisions have was not sent twice.
    expect(test.hub.cdn.requests).toHaveLength(3);
  });

  it("removes the shards of another layout, even after an interruption", async () => {
    await test.gavelPull();
    test.files = { ...gptOssRepo("new"), "model.safetensors": test.files[SHARD]! };
    for (const name of [SHARD, "model-00001-of-00001.safetensors", "model.safetensors.index.json"]) {
      delete test.files[name];
    }
    test.hub.publish(REPO, test.files);
    test.hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    expect((await test.gavelPull()).code).toBe(1);
    expect((await readdir(test.directory)).filter((name) => name.startsWith("model"))).toEqual([]);

    test.hub.cdn.always = null;
    const { code, stderr } = await test.gavelPull();
    expect(code, stderr).toBe(0);
    await test.expectComplete();
  });

  it("names the models that were built from the revision it replaces", async () => {
    await test.gavelPull();
    const built = path.join(test.directory, "gavel-float32");
    await mkdir(built);
    await writeFile(path.join(built, "gavel-model.json"), "{}");
    test.hub.publish(REPO, gptOssRepo("new"));
    expect((await test.gavelPull()).stderr).toContain(`These were built from it: ${built}.`);
  });

  it("sends the token only to the hub, and never prints or stores it", async () => {
    test.hub.token = "hf_secret";
    const { code, stdout, stderr } = await test.gavelPull([], { HF_TOKEN: "hf_secret" });
    expect(code).toBe(0);
    await test.expectComplete();
    expect(test.hub.requests.every(({ headers }) => headers.authorization === "Bearer hf_secret")).toBe(true);
    expect(test.hub.cdn.requests).toHaveLength(2);
    expect(test.hub.cdn.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    const record = await readFile(path.join(test.directory, "gavel-pull.json"), "utf8");
    expect(stdout + stderr + record).not.toMatch(/hf_secret|signature/);
  });

  it.each([
    ["an unknown repository", [], {}, [404, { "x-error-code": "RepoNotFound" }], /there is no model/],
    ["an unknown revision", ["--revision", "v9"], {}, null, /has no revision v9/],
    [
      "a private repository without a token",
      [],
      {},
      [401, { "x-error-code": "RepoNotFound" }],
      /set HF_TOKEN/,
    ],
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
  ] as const)("reports without a retry what is wrong with %s", async (_, args, env, fault, message) => {
    if (fault !== null) test.hub.failNext(fault);
    const { code, stdout, stderr } = await test.gavelPull(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/hf_secret|\n {4}at /);
    expect(test.hub.requests).toHaveLength(1);
    expect(await readdir(test.parent)).toEqual([]);
  });

  it("refuses a repository without a checkpoint", async () => {
    test.hub.publish(REPO, { "README.md": Buffer.from("words") });
    expect((await test.gavelPull()).stderr).toContain("is not a checkpoint");
  });

  it("says what went wrong during the download, and how to continue", async () => {
    test.hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    const { code, stderr } = await test.gavelPull();
    expect(code).toBe(1);
    expect(stderr).toMatch(/gavel: 127.0.0.1:\d+ is unavailable \(HTTP 503\): retry after 167 min/);
    expect(stderr).toContain("the same command continues from there");
  });

  it("says how much disk space is missing before it downloads", async () => {
    test.hub.announced.set(SHARD, 2 ** 52);
    const { code, stderr } = await test.gavelPull();
    expect(code).toBe(1);
    expect(stderr).toMatch(/not enough disk space in .*: 4\.50 PB more needed, .* free/);
    expect(test.hub.cdn.requests).toEqual([]);
  });

  it("reports an error of the file system", async () => {
    await writeFile(test.directory, "");
    expect((await test.gavelPull()).stderr).toMatch(
      /^gavel: .*model.* cannot be \w+: it, or a part of its path, is not a directory \(ENOTDIR\)\n$/m,
    );
  });

  it("refuses a second pull into the same directory while the first is running", async () => {
    test.hub.cdn.always = { kind: "stall", after: 1000 };
    const first = startCli(["model", "pull", REPO, "--output", test.directory], {
      HF_ENDPOINT: test.hub.url,
    });
    await eventually(() => expect(test.hub.cdn.requests).toHaveLength(2));
    test.hub.cdn.always = null;
    const { code, stderr } = await test.gavelPull();
    expect(code).toBe(1);
    expect(stderr).toContain(`process ${first.process.pid} is downloading into ${test.directory}`);
    await first.end("SIGKILL");
    expect((await test.gavelPull()).code).toBe(0);
    await test.expectComplete();
  });
});
