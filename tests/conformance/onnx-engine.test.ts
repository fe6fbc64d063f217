import { afterAll, beforeAll } from "vitest";
import { LocalEngine } from "../../engine/local/local-engine.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";
import { describeEngine } from "./engine.conformance.ts";

let model: TestModel;

beforeAll(async () => {
  model = await createTestModel();
});
afterAll(() => model.remove());

describeEngine("LocalEngine on the CPU", () => new LocalEngine(model.options), { computedBy: "onnx" });
