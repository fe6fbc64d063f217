import { afterAll, beforeAll } from "vitest";
import { createEngine } from "../../engine/create-engine.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";
import { describeEngine } from "./engine.conformance.ts";

let model: TestModel;

beforeAll(async () => {
  model = await createTestModel();
});
afterAll(() => model.remove());

describeEngine("SupervisedEngine with LocalEngine", () => createEngine(model.options), {
  computedBy: "onnx",
});
