import { afterAll, beforeAll } from "vitest";
import { OnnxEngine } from "../../engine/onnx/onnx-engine.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";
import { describeEngine } from "./engine.conformance.ts";

let model: TestModel;

beforeAll(async () => {
  model = await createTestModel();
});
afterAll(() => model.remove());

describeEngine("OnnxEngine", () => new OnnxEngine(model.options));
