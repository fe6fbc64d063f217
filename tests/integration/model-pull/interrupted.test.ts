import { readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../../cli/run-cli.ts";
import { captureIo } from "../../helpers/cli-io.ts";
import { eventually } from "../../helpers/eventually.ts";
import { gptOssRepo, REPO, SHARD_BYTES } from "../../helpers/model-hub/gpt-oss-repo.ts";
import { PullTest, SHARD } from "../../helpers/model-hub/pull-test.ts";
import { startCli } from "../../helpers/start-cli.ts";

const test = PullTest.forEachTest();

describe("a pull that is interrupted", () => {
  const half = SHARD_BYTES / 2;

  /** A real process that has received half of both shards, and receives nothing more. */
  async function startHalf() {
    test.hub.cdn.failNext({ kind: "stall", after: half }, { kind: "stall", after: half });
    const cli = startCli(["model", "pull", REPO, "--output", test.directory], { HF_ENDPOINT: test.hub.url });
    await eventually(async () => {
      const work = path.join(test.directory, ".gavel-pull");
      const partials = (await readdir(work)).filter((name) => name.endsWith(".partial"));
      const sizes = await Promise.all(partials.map(async (name) => (await stat(path.join(work, name))).size));
      expect(sizes).toEqual([half, half]);
    });
    return cli;
  }

  it("continues where SIGKILL stopped it", async () => {
    const cli = await startHalf();
    await cli.end("SIGKILL");
    await test.expectUnfinished();
    const io = captureIo();
    expect(await runCli(["model", "build", test.directory], io)).toBe(1);
    expect(io.stderr()).toContain(`${test.directory} is an incomplete download of ${REPO}`);
    expect(JSON.parse((await test.gavelPull(["--json"])).stdout)).toMatchObject({
      received_bytes: SHARD_BYTES,
    });
    expect(test.hub.cdn.ranges).toEqual([null, null, `bytes=${half}-`, `bytes=${half}-`]);
    await test.expectComplete();
  });

  it("says on Ctrl-C how to continue, and continues", async () => {
    const cli = await startHalf();
    expect(await cli.end("SIGINT")).toBe(130);
    expect(cli.output()).toContain("the same command continues from there");
    await test.expectUnfinished();
    expect((await test.gavelPull()).code).toBe(0);
    expect(test.hub.cdn.ranges.slice(2)).toEqual([`bytes=${half}-`, `bytes=${half}-`]);
    await test.expectComplete();
  });

  it("prints whole lines if there is no terminal", async () => {
    const cli = await startHalf();
    await cli.end("SIGINT");
    // oxlint-disable-next-line no-control-regex
    expect(cli.output()).toMatch(/^[^\u0000-\u0009\u000b-\u001f]+$/);
    expect(cli.output()).toMatch(/^Downloading: \d.* of 4\.00 MB \(\d+ %\)$/m);
  });

  it("does not continue with half a file of another version", async () => {
    await (await startHalf()).end("SIGINT");
    test.files = gptOssRepo("new");
    test.hub.publish(REPO, test.files);
    expect((await test.pull()).retries).toEqual([]);
    expect(test.hub.cdn.ranges.slice(2)).toEqual([null, null]);
    await test.expectComplete();
  });

  it("detects that the partial file has changed, and downloads it again", async () => {
    await (await startHalf()).end("SIGINT");
    const work = path.join(test.directory, ".gavel-pull");
    const partial = (await readdir(work)).find((name) => name.startsWith(SHARD))!;
    await writeFile(path.join(work, partial), Buffer.alloc(half));
    expect((await test.pull()).retries).toEqual([`checksum mismatch: ${SHARD} is downloaded again`]);
    await test.expectComplete();
  });
});
