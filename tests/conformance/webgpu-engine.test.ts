import { afterAll, beforeAll } from "vitest";
import { LocalEngine } from "../../engine/local-engine.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";
import { describeEngine } from "./engine.conformance.ts";

useSoftwareGpu();

let model: TestModel;

beforeAll(async () => {
  model = await createTestModel();
});
afterAll(() => model.remove());

describeEngine(
  "LocalEngine on a graphics device",
  () => new LocalEngine({ ...model.options, executionProvider: "webgpu", maxBatchedTokens: 256 }),
  { computedBy: "webgpu" },
);
