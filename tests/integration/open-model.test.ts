import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../../engine/graph/export.ts";
import { LocalEngine } from "../../engine/local-engine.ts";
import type { LocalOptions } from "../../engine/local-options.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";

useSoftwareGpu();

let model: TestModel;
let built: string;

beforeAll(async () => {
  model = await createTestModel();
  built = path.join(path.dirname(model.options.modelDirectory), "built");
  await buildModel({
    checkpointDir: model.options.modelDirectory,
    outputDir: built,
    activation: "float32",
    onProgress: () => {},
  });
});
afterAll(() => model.remove());

/** Starts a model where `options` say, and stops it. */
async function open(options: Partial<LocalOptions>) {
  const { modelDirectory, maxContextTokens } = model.options;
  const notices: string[] = [];
  const engine = new LocalEngine(
    { modelDirectory, maxContextTokens, executionProvider: "auto", ...options },
    { onNotice: (notice) => notices.push(notice) },
  );
  await engine.start();
  const info = engine.info();
  await engine.close();
  return { info, notices };
}

describe("auto", () => {
  it("takes the CPU where the only graphics device is one in software, and says why", async () => {
    const { info, notices } = await open({});
    expect(info).toMatchObject({ engine: "onnx", maxConcurrency: 8 });
    expect(info.engineVersion).toMatch(/^onnxruntime-node [\d.]+, cpu$/);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^The model runs on cpu .*cuda: .*webgpu: .* is a graphics device in software\.$/,
    );
  });

  it("takes ONNX Runtime for a model that was built for it", async () => {
    const { info, notices } = await open({ modelDirectory: built });
    expect(info.engine).toBe("onnx");
    expect(notices[0]).toContain("webgpu: the model was built for ONNX Runtime");
  });
});

describe("webgpu", () => {
  it("wants a checkpoint", async () => {
    await expect(open({ executionProvider: "webgpu", modelDirectory: built })).rejects.toThrow(
      /cannot be loaded on webgpu: it holds no config\.json/,
    );
  });
});
