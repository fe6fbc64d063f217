import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../../cli/run-cli.ts";
import { captureIo } from "../../helpers/cli-io.ts";
import { gptOssRepo, REPO } from "../../helpers/model-hub/gpt-oss-repo.ts";
import { PullTest, SHARD } from "../../helpers/model-hub/pull-test.ts";

const test = PullTest.forEachTest();

describe("a directory with other files", () => {
  const SHARDS = [SHARD, "model-00001-of-00001.safetensors", "model.safetensors.index.json"];

  /** Expects that the pull is refused: it names the files and what to do, and downloads and changes nothing. */
  async function expectRefused(names: readonly string[], args: readonly string[] = []): Promise<void> {
    const before = await contents();
    const received = test.hub.cdn.requests.length;
    const { code, stdout, stderr } = await test.gavelPull(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(
      `${test.directory} holds files that are not those of ${REPO} at ${args[1] ?? "main"} and that no pull wrote: ` +
        `${names.join(", ")}. Nothing was changed. Give --output another directory`,
    );
    expect(test.hub.cdn.requests).toHaveLength(received);
    expect(await contents()).toEqual(before);
  }

  async function contents(): Promise<ReadonlyMap<string, string>> {
    const names = await readdir(test.directory);
    const texts = await Promise.all(names.map((name) => readFile(path.join(test.directory, name), "latin1")));
    return new Map(names.map((name, index) => [name, texts[index]!]));
  }

  async function put(...names: readonly string[]): Promise<void> {
    await mkdir(test.directory, { recursive: true });
    for (const name of names) {
      await writeFile(path.join(test.directory, name), test.files[name] ?? `another ${name}`);
    }
  }

  it("is refused if shards would be next to a single file of weights", async () => {
    await put("config.json", "model.safetensors");
    await expectRefused(["model.safetensors"]);
  });

  it("is refused if an index would override the one file that is pulled", async () => {
    await put("config.json", ...SHARDS);
    test.files = { ...gptOssRepo(), "model.safetensors": test.files[SHARD]! };
    for (const name of SHARDS) delete test.files[name];
    test.hub.publish(REPO, test.files);
    await expectRefused(SHARDS);
  });

  it("is refused if it holds a built model, which the service would load", async () => {
    await put("gavel-model.json", "model.onnx", "model.onnx.data");
    await expectRefused(["gavel-model.json"]);
  });

  it("is refused if a file would be overwritten, and names each", async () => {
    await put("README.md");
    await writeFile(path.join(test.directory, "README.md"), "mine");
    await writeFile(
      path.join(test.directory, "config.json"),
      Buffer.alloc(test.files["config.json"]!.length),
    );
    await expectRefused(["README.md"]);
    await rm(path.join(test.directory, "README.md"));
    await expectRefused(["config.json"]);
  });

  it("is refused if weights were added to a complete pull, whatever is requested", async () => {
    await test.gavelPull();
    await put("model.safetensors");
    await expectRefused(["model.safetensors"]);
    await expectRefused(["model.safetensors"], ["--revision", test.commit]);
    await rm(path.join(test.directory, "model.safetensors"));
    await test.expectComplete();
  });

  it("is refused if a newer revision would overwrite a file of the user", async () => {
    await test.gavelPull();
    await writeFile(path.join(test.directory, "NOTICE"), "mine");
    test.files = { ...gptOssRepo("new"), NOTICE: Buffer.from("theirs") };
    test.hub.publish(REPO, test.files);
    await expectRefused(["NOTICE"]);
  });

  it("is used if none of its files would be overwritten or loaded", async () => {
    await put("notes.txt", "._model.safetensors", "config.json");
    expect((await test.gavelPull()).code).toBe(0);
    expect(await readFile(path.join(test.directory, "notes.txt"), "utf8")).toBe("another notes.txt");
  });

  it("is refused if it holds a pull of another repository, complete or unfinished", async () => {
    await test.gavelPull();
    const other = "openai/gpt-oss-20b";
    test.hub.publish(other, gptOssRepo("other"));
    const pullOther = async () => {
      const io = captureIo({ env: { HF_ENDPOINT: test.hub.url } });
      expect(await runCli(["model", "pull", other, "--output", test.directory], io)).toBe(1);
      return io.stderr();
    };
    expect(await pullOther()).toContain(
      `${test.directory} holds ${REPO} at main (commit ${test.commit}). Nothing was changed. Give --output another directory`,
    );
    await test.expectComplete();
    const work = path.join(test.directory, ".gavel-pull");
    await mkdir(work);
    await rename(path.join(test.directory, "gavel-pull.json"), path.join(work, "gavel-pull.json"));
    expect(await pullOther()).toContain(`${test.directory} holds an unfinished pull of ${REPO} at main`);
    expect((await test.gavelPull()).code).toBe(0);
    await test.expectComplete();
  });
});
