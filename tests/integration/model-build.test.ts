import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { startCli } from "../helpers/start-cli.ts";
import { startServiceProcess } from "../helpers/service-process.ts";

let parent: string;
let checkpoint: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "gavel-build-"));
  // A path that a shell would split into several words.
  checkpoint = path.join(parent, "my model's checkpoint");
  await writeSyntheticCheckpoint(checkpoint, { seed: 1 });
});
afterEach(() => rm(parent, { recursive: true }));

async function gavelBuild(...args: readonly string[]) {
  const cli = startCli(["model", "build", ...args], {});
  const code = await cli.ended();
  return { code, output: cli.output() };
}

/** What a shell reads from `NAME=value NAME=value npm start`. */
function environmentOf(command: string): Record<string, string> {
  expect(command).toMatch(/ npm start$/);
  const text = execFileSync("sh", ["-c", command.replace(/npm start$/, "env")], { encoding: "utf8" });
  const lines = text.split("\n").filter((line) => line.startsWith("GAVEL_"));
  return Object.fromEntries(lines.map((line) => line.split("=", 2) as [string, string]));
}

describe("gavel model convert", () => {
  async function gavelConvert(...args: readonly string[]) {
    const cli = startCli(["model", "convert", ...args], {});
    const code = await cli.ended();
    return { code, output: cli.output() };
  }

  it("writes 16-bit experts as MXFP4 and ends with the command that starts a service on the result", async () => {
    const fineTune = path.join(parent, "fine tune");
    await writeSyntheticCheckpoint(fineTune, { seed: 1, experts: "bfloat16" });
    const output = path.join(parent, "fine tune in MXFP4");
    const converted = await gavelConvert(fineTune, "--output", output);
    expect(converted.code, converted.output).toBe(0);
    const next = /^Next: (.*)$/m.exec(converted.output)?.[1] ?? "";
    expect(environmentOf(next)).toEqual({ GAVEL_MODEL_DIR: output });
    expect((await gavelBuild(output)).code).toBe(0);

    const again = await gavelConvert(output, "--output", path.join(parent, "again"));
    expect(again.code).toBe(1);
    expect(again.output).toContain("are already in MXFP4: it needs no conversion");
  });

  it("requires an output directory, and reports what it cannot convert", async () => {
    expect(await gavelConvert(checkpoint)).toMatchObject({
      code: 2,
      output: expect.stringContaining("--output DIR is required"),
    });
    await writeFile(path.join(checkpoint, "adapter_config.json"), "{}");
    const { code, output } = await gavelConvert(checkpoint, "--output", path.join(parent, "out"));
    expect(code).toBe(1);
    expect(output).toContain("contains an adapter (adapter_config.json)");
  });
});

describe("gavel model build", () => {
  it("ends with the command that starts a service on what it built", async () => {
    const { code, output } = await gavelBuild(checkpoint);
    expect(code, output).toBe(0);
    const next = /^Next: (.*)$/m.exec(output)?.[1] ?? "";
    const env = environmentOf(next);
    expect(env).toEqual({
      GAVEL_MODEL_DIR: path.join(checkpoint, "gavel-float32"),
      GAVEL_EXECUTION_PROVIDER: "cpu",
    });
    const service = await startServiceProcess("service/main.ts", {
      ...env,
      DATA_DIR: path.join(parent, "data"),
    });
    try {
      expect(service.output()).toContain("The model runs on cpu");
      expect(service.output()).not.toContain("is built from it now");
    } finally {
      await service.stop();
    }

    const again = await gavelBuild(
      checkpoint,
      "--output",
      env["GAVEL_MODEL_DIR"]!,
      "--activation",
      "float16",
    );
    expect(again.code).toBe(1);
    expect(again.output).toMatch(
      / already contains a built model\. Give --output another directory, or run this one:/,
    );
    expect(again.output).toContain(`run this one:\n  ${next}\n`);
  });

  it("prints whole lines if there is no terminal, and no progress for a step that never started", async () => {
    const { output } = await gavelBuild(checkpoint);
    // oxlint-disable-next-line no-control-regex
    expect(output).toMatch(/^[^\u0000-\u0009\u000b-\u001f]+$/);
    expect(output).toMatch(/^Building the model: .+ of .+ \(\d+ %\)$/m);
    const failed = await gavelBuild(path.join(parent, "missing"));
    expect(failed).toEqual({
      code: 1,
      output: `gavel: the directory ${path.join(parent, "missing")} does not exist\n`,
    });
  });

  it("reports errors of the file system like a pull", async () => {
    // Space for the name itself, and not for the longer temporary name that is written first.
    const long = path.join(parent, "x".repeat(230));
    const built = await gavelBuild(checkpoint, "--output", long);
    expect(built.code).toBe(1);
    expect(built.output).toMatch(
      /^gavel: .*\/x+\.partial-.* cannot be created: its name is too long \(ENAMETOOLONG\)\n$/,
    );

    const file = path.join(parent, "file");
    await writeFile(file, "");
    const below = path.join(file, "below");
    const refused = `gavel: ${below} cannot be read: it, or a part of its path, is not a directory (ENOTDIR)\n`;
    expect(await gavelBuild(checkpoint, "--output", below)).toEqual({ code: 1, output: refused });
  });
});
