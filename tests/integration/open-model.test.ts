import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EngineFailedError } from "../../engine/errors.ts";
import { buildModel } from "../../engine/graph/export.ts";
import type { LocalOptions } from "../../engine/local-options.ts";
import { openModel } from "../../engine/open-model.ts";
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
    openModel({ ...model.options, ...overrides }, { onNotice: (notice) => notices.push(notice) });

  const failure = async (overrides: Partial<LocalOptions>) => {
    const error: unknown = await open(overrides).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EngineFailedError);
    expect(error).toMatchObject({ retryable: false });
    return (error as EngineFailedError).message;
  };

  it("passes over, on its own account, what is not there, and says why", async () => {
    hideGraphicsDevices();
    const { runner, engineVersion } = await open({ executionProvider: "auto" });
    await runner.release();
    expect(engineVersion).toMatch(/^onnxruntime-node .*, cpu$/);
    expect(notices).toEqual([expect.stringContaining(`The model runs on cpu (${engineVersion}).`)]);
    expect(notices[0]).toContain("cuda: ONNX Runtime's CUDA libraries are not installed");
    expect(notices[0]).toContain("webgpu: Neither Vulkan, Metal nor Direct3D 12 shows a graphics device");
  });

  it("passes over a graphics device in software", async () => {
    showSoftwareDevice();
    const { runner } = await open({ executionProvider: "auto" });
    await runner.release();
    expect(notices[0]).toMatch(/runs on cpu .*webgpu: .+ is a graphics device in software/);
  });

  it("takes the device it is told to take and no other", async () => {
    hideGraphicsDevices();
    expect(await failure({ executionProvider: "webgpu" })).toMatch(
      /cannot be loaded on webgpu: Neither Vulkan, Metal nor Direct3D 12 shows a graphics device/,
    );
    expect(await failure({ executionProvider: "cuda" })).toMatch(
      /cannot be loaded on cuda: ONNX Runtime's CUDA libraries are not installed/,
    );
    expect(notices).toEqual([]);
  });

  it("says what is wrong with the directory, on every device", async () => {
    showSoftwareDevice();
    const options = { modelDirectory: empty };
    expect(await failure({ ...options, executionProvider: "webgpu" })).toContain("it holds no config.json");
    expect(await failure({ ...options, executionProvider: "cpu" })).toContain("it holds neither");
    expect(await failure({ ...options, executionProvider: "auto" })).toContain("it holds neither");
  });

  it("takes ONNX Runtime for a model that was built for it, and wants a checkpoint on a graphics device", async () => {
    showSoftwareDevice();
    const { runner, engine } = await open({ executionProvider: "auto", modelDirectory: built });
    await runner.release();
    expect(engine).toBe("onnx");
    expect(notices[0]).toContain("webgpu: the model was built for ONNX Runtime");
    expect(await failure({ executionProvider: "webgpu", modelDirectory: built })).toMatch(
      /cannot be loaded on webgpu: it holds no config\.json/,
    );
  });
});
