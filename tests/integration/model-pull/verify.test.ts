import { createHash } from "node:crypto";
import { rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../../cli/run-cli.ts";
import { captureIo } from "../../helpers/cli-io.ts";
import { REPO, SHARD_BYTES } from "../../helpers/model-hub/gpt-oss-repo.ts";
import { PullTest, SHARD } from "../../helpers/model-hub/pull-test.ts";

const test = PullTest.forEachTest();

describe("gavel model pull --verify", () => {
  const OTHER = "model-00001-of-00001.safetensors";
  let sha256: string;

  beforeEach(async () => {
    await test.gavelPull();
    const damaged = Buffer.from(test.files[SHARD]!);
    damaged[5]! ^= 1;
    sha256 = createHash("sha256").update(damaged).digest("hex");
    await writeFile(path.join(test.directory, SHARD), damaged);
  });

  it("lists each damaged file with its fault, and says what happens to it", async () => {
    await truncate(path.join(test.directory, OTHER), 1000);
    await rm(path.join(test.directory, "config.json"));
    const { code, stdout, stderr } = await test.gavelPull(["--verify"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${test.directory}\n` });
    const expected = createHash("sha256").update(test.files[SHARD]!).digest("hex");
    for (const line of [
      `3 files in ${test.directory} are damaged:`,
      "  config.json is missing",
      `  ${OTHER} has 1000 bytes instead of ${SHARD_BYTES}`,
      `  ${SHARD} has a checksum mismatch: sha256:${sha256} instead of sha256:${expected}`,
      "They will be downloaded again. Until then, the model in this directory is incomplete and cannot be loaded.",
      `${REPO} at ${test.commit} is complete and verified; downloaded again: config.json, ${OTHER}, ${SHARD}.`,
    ]) {
      expect(stderr.split("\n")).toContain(line);
    }
    await test.expectComplete();
  });

  it("reports damaged files in JSON, and only with --verify", async () => {
    expect(JSON.parse((await test.gavelPull(["--json"])).stdout)).toMatchObject({
      received_bytes: 0,
      damaged_files: [],
    });
    const { code, stdout } = await test.gavelPull(["--json", "--verify"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      received_bytes: SHARD_BYTES,
      damaged_files: [{ path: SHARD, fault: "checksum" }],
    });
    await test.expectComplete();
  });

  it("says that all files were verified, without a request to the hub for a full commit", async () => {
    await test.gavelPull(["--verify"]);
    const before = test.hub.requests.length;
    const { code, stderr } = await test.gavelPull(["--verify", "--revision", test.commit]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `${REPO} at ${test.commit} is complete: all ${test.wanted().length} files (4.00 MB) were verified.`,
    );
    expect(test.hub.requests).toHaveLength(before);
    await test.expectComplete();
  });

  it("fails if it cannot replace a damaged file, and marks the directory as incomplete", async () => {
    test.hub.cdn.always = { kind: "status", status: 503, headers: { "retry-after": "9999" } };
    const { code, stdout, stderr } = await test.gavelPull(["--verify", "--revision", test.commit]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`\n  ${SHARD} has a checksum mismatch`);
    expect(stderr).toContain("Some damaged files have not been replaced yet, so the model cannot be loaded.");
    const io = captureIo();
    expect(await runCli(["model", "build", test.directory], io)).toBe(1);
    expect(io.stderr()).toContain(
      `${test.directory} is an incomplete download of ${REPO} at ${test.commit}. To complete it, run gavel model pull ${REPO} ` +
        `--revision ${test.commit} --output ${test.directory}.`,
    );
    test.hub.cdn.always = null;
    expect((await test.gavelPull()).code).toBe(0);
    await test.expectComplete();
  });

  it("says that nothing was verified if the hub cannot be reached", async () => {
    test.hub.failNext([429, { "retry-after": "7200" }]);
    const { code, stderr } = await test.gavelPull(["--verify"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Nothing was verified. With --revision and the full commit in");
  });
});
