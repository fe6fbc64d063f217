import { afterAll, beforeAll } from "vitest";
import { Encoding } from "../../engine/harmony/encoding.ts";
import { LocalEngine } from "../../engine/local/local-engine.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";
import { describeEngine } from "./engine.conformance.ts";

const FEW = new Encoding(4096);
let model: TestModel;

beforeAll(async () => {
  model = await createTestModel({ dimensions: { vocab_size: FEW.size }, tiedEmbeddings: true });
});
afterAll(() => model.remove());

describeEngine(
  "LocalEngine on the CPU, with the first merges of o200k only",
  () => new LocalEngine(model.options),
  {
    computedBy: "onnx",
    encoding: FEW,
  },
);
