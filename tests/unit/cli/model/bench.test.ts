import { expect, it } from "vitest";
import { stepText } from "../../../../cli/model/bench.ts";

it("names a step of the engine with its share", () => {
  expect(stepText({ step: "building model", done: 0, total: 10 })).toBe("building model");
  expect(stepText({ step: "building model", done: 4, total: 10 })).toBe("building model 40 %");
});
