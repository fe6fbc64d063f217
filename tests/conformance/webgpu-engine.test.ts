import { afterAll, beforeAll } from "vitest";
import { LocalEngine } from "../../engine/local/local-engine.ts";
import { BLOCK_TOKENS } from "../../engine/local/webgpu/kernels/kernel-shape.ts";
import { useSoftwareGpu } from "../helpers/software-gpu.ts";
import { createTestModel, type TestModel } from "../helpers/test-model.ts";
import { describeEngine } from "./engine.conformance.ts";

useSoftwareGpu();
// SwiftShader takes ten seconds to compile the kernels, and 0.1 s for a token over the whole vocabulary.
let model: TestModel;

beforeAll(async () => {
  model = await createTestModel();
});
afterAll(() => model.remove());

describeEngine(
  "LocalEngine on a GPU",
  () =>
    new LocalEngine({ ...model.options, executionProvider: "webgpu", maxNumSeqs: 4, maxBatchedTokens: 256 }),
  {
    computedBy: "webgpu",
    prefixBlockTokens: BLOCK_TOKENS,
    deviations: {
      "is a valid verdict":
        "hundreds of tokens of rationale take 0.1 s each in software over the whole vocabulary: the other tests check " +
        "verdicts with a short rationale",
    },
  },
);
