import { describe, expect, it } from "vitest";
import { modelName, withoutWarnings } from "../../../../dashboard/kit/model-name.ts";

describe("the warning of a model", () => {
  it("is no part of its name", () => {
    expect(modelName("nano (for tests, not for use)", "for tests, not for use")).toBe("nano");
    expect(modelName("nano (8 bits)", null)).toBe("nano (8 bits)");
  });

  it("is not repeated by a check", () => {
    expect(withoutWarnings("self-test passed: 2 of 2; for tests", ["for tests"])).toBe(
      "self-test passed: 2 of 2",
    );
    expect(withoutWarnings("starting", ["for tests"])).toBe("starting");
  });
});
