import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { withRemedy } from "../../service/engine-words.ts";
import { EngineFailedError } from "../../engine/errors.ts";
import { buildModel } from "../../engine/local/onnx/export/export.ts";
import type { LocalOptions } from "../../engine/local/local-options.ts";
import { openModel } from "../../engine/local/open-model.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

const FOREIGN_DRIVER = process.env["VK_DRIVER_FILES"];

/** The Vulkan loader then finds no driver. */
function hideGraphicsDevices(): void {
  process.env["VK_DRIVER_FILES"] = process.env["VK_ICD_FILENAMES"] = "/nonexistent/icd.json";
}

function showSoftwareDevice(): void {
  if (FOREIGN_DRIVER === undefined) delete process.env["VK_DRIVER_FILES"];
  else process.env["VK_DRIVER_FILES"] = FOREIGN_DRIVER;
  useSoftwareGpu();
}

describe("openModel", () => {
  let model: TestModel;
  let empty: string;
  let built: string;
  let notices: string[];

  beforeAll(async () => {
    model = await createTestModel();
    empty = await mkdtemp(path.join(tmpdir(), "gavel-empty-"));
    built = path.join(path.dirname(model.options.modelDirectory), "built");
    await buildModel({
      checkpointDir: model.options.modelDirectory,
      outputDir: built,
      activation: "float32",
      onProgress: () => {},
    });
  });
  afterAll(async () => {
    await model.remove();
    await rm(empty, { recursive: true });
  });
  beforeEach(() => {
    notices = [];
  });

  const open = (overrides: Partial<LocalOptions>) =>
    openModel({ ...model.options, ...overrides }, { onNotice: (notice) => notices.push(withRemedy(notice)) });

  const failure = async (overrides: Partial<LocalOptions>) => {
    const error: unknown = await open(overrides).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineFailedError);
    expect(error).toMatchObject({ retryable: false });
    return withRemedy(error as EngineFailedError);
  };

  it("skips unavailable devices, and says why", async () => {
    hideGraphicsDevices();
    const { runner, engineVersion } = await open({ executionProvider: "auto" });
    await runner.release();
    expect(engineVersion).toMatch(/^onnxruntime-node .*, cpu$/);
    const notice = notices.at(-1);
    expect(notice).toContain(`The model runs on cpu (${engineVersion}).`);
    expect(notice).toContain("cuda: ONNX Runtime's CUDA libraries are not installed");
    expect(notice).toContain("webgpu: Vulkan, Metal and Direct3D 12 found no GPU.");
    expect(notice).not.toContain("..");
  });

  it("skips a software GPU", async () => {
    showSoftwareDevice();
    const { runner } = await open({ executionProvider: "auto" });
    await runner.release();
    expect(notices[0]).toMatch(/runs on cpu .*webgpu: .+ is a software GPU/);
  });

  it("uses only the requested device", async () => {
    hideGraphicsDevices();
    expect(await failure({ executionProvider: "webgpu" })).toMatch(
      /cannot be loaded on webgpu: Vulkan, Metal and Direct3D 12 found no GPU/,
    );
    expect(await failure({ executionProvider: "cuda" })).toMatch(
      /cannot be loaded on cuda: ONNX Runtime's CUDA libraries are not installed/,
    );
    expect(notices).toEqual([]);
  });

  it("says what is wrong with the directory, on every device", async () => {
    showSoftwareDevice();
    const options = { modelDirectory: empty };
    expect(await failure({ ...options, executionProvider: "webgpu" })).toContain("it has no config.json");
    expect(await failure({ ...options, executionProvider: "cpu" })).toContain("it holds neither");
    expect(await failure({ ...options, executionProvider: "auto" })).toContain("it holds neither");
    const missing = path.join(empty, "missing");
    for (const executionProvider of ["webgpu", "cpu", "auto"] as const) {
      expect(await failure({ modelDirectory: missing, executionProvider })).toBe(
        `The model in ${missing} cannot be loaded: the directory ${missing} does not exist`,
      );
    }
  });

  describe("given a checkpoint with 16-bit experts", () => {
    let fineTune: string;
    beforeAll(async () => {
      fineTune = path.join(empty, "..", `${path.basename(empty)}-fine-tune`);
      await writeSyntheticCheckpoint(fineTune, { seed: 2, experts: "bfloat16" });
    });
    afterAll(() => rm(fineTune, { recursive: true }));

    it("names the command that makes it run on a GPU", async () => {
      showSoftwareDevice();
      expect(await failure({ executionProvider: "webgpu", modelDirectory: fineTune })).toBe(
        `The model in ${fineTune} cannot be loaded on webgpu: it has 16-bit experts, and a GPU needs them in ` +
          `MXFP4. Run gavel model convert ${fineTune} --output DIR, and set GAVEL_MODEL_DIR to that DIR. To run ` +
          "16-bit experts, use a model server such as vLLM (GAVEL_ENGINE=remote).",
      );
    });

    it("builds a model from it for the CPU", async () => {
      await (await open({ executionProvider: "cpu", modelDirectory: fineTune })).runner.release();
      expect(notices[0]).toContain("a model for cpu is now built from it, once, in");
    });
  });

  it.each(["webgpu", "cpu"] as const)("never ignores an adapter, on %s", async (executionProvider) => {
    showSoftwareDevice();
    await writeFile(path.join(empty, "adapter_config.json"), "{}");
    expect(await failure({ executionProvider, modelDirectory: empty })).toContain(
      "contains an adapter (adapter_config.json)",
    );
    await rm(path.join(empty, "adapter_config.json"));
  });

  describe("on the CPU, given a checkpoint", () => {
    let checkpoint: string;
    const cpu = () => open({ executionProvider: "cpu", modelDirectory: checkpoint });
    const failureOnCpu = () => failure({ executionProvider: "cpu", modelDirectory: checkpoint });

    beforeEach(async () => {
      checkpoint = await mkdtemp(path.join(tmpdir(), "gavel-checkpoint-"));
      await writeSyntheticCheckpoint(checkpoint, { seed: 2 });
    });
    afterEach(() => rm(checkpoint, { recursive: true }));

    it("says that it builds, where, and how to avoid that", async () => {
      const beside = path.join(checkpoint, "gavel-float32");
      await cp(built, beside, { recursive: true });
      await (await cpu()).runner.release();
      expect(notices).toHaveLength(2);
      expect(notices[0]).toContain(
        `${checkpoint} is a checkpoint: a model for cpu is now built from it, once, in`,
      );
      expect(notices[0]).toContain(`. Set GAVEL_MODEL_DIR=${beside} to use the model that is already built.`);
      notices = [];
      await (await cpu()).runner.release();
      expect(notices).toHaveLength(1);
    });

    it("names the built model, or the build command, if it cannot write one", async () => {
      await writeFile(path.join(checkpoint, ".gavel"), "in the way");
      expect(await failureOnCpu()).toMatch(
        /it is a checkpoint, and the model .* for cpu cannot be written into it \(.*\.gavel.*\)/,
      );
      expect(await failureOnCpu()).toContain(
        `Run gavel model build ${checkpoint} --output DIR, and set GAVEL_MODEL_DIR to that DIR`,
      );
      const beside = path.join(checkpoint, "gavel-float32");
      await cp(built, beside, { recursive: true });
      expect(await failureOnCpu()).toContain(
        `Set GAVEL_MODEL_DIR=${beside} to use the model that is already built.`,
      );
    });

    it("names the checkpoint if that is invalid", async () => {
      await rm(path.join(checkpoint, "model.safetensors"));
      const message = await failureOnCpu();
      expect(message).toContain("model.safetensors");
      expect(message).not.toContain("cannot be written");
    });
  });

  it("uses ONNX Runtime for a model that was built for it, and requires a checkpoint on a GPU", async () => {
    showSoftwareDevice();
    const { runner, engine } = await open({ executionProvider: "auto", modelDirectory: built });
    await runner.release();
    expect(engine).toBe("onnx");
    expect(notices[0]).toContain("webgpu: the model was built for ONNX Runtime");
    expect(await failure({ executionProvider: "webgpu", modelDirectory: built })).toMatch(
      /cannot be loaded on webgpu: it was built for ONNX Runtime, .*GAVEL_EXECUTION_PROVIDER=cpu/,
    );
  });
});
