import { describe, expect, it } from "vitest";
import type { Remedy } from "../../../engine/errors.ts";
import { withRemedy } from "../../../service/engine-words.ts";

describe("what an engine says, for the operator of the service", () => {
  it("is its message alone if there is no remedy", () => {
    expect(withRemedy({ message: "The server failed", remedy: null })).toBe("The server failed");
  });

  it("ends the message before the remedy, once", () => {
    for (const message of ["It has 2 models", "It has 2 models."]) {
      expect(withRemedy({ message, remedy: { code: "name_model" } })).toBe(
        "It has 2 models. Set GAVEL_ENGINE_MODEL to the name of one of its models.",
      );
    }
  });

  it.each<[Remedy, string]>([
    [{ code: "use_gpu" }, "GAVEL_ENGINE=remote"],
    [{ code: "use_cpu" }, "GAVEL_EXECUTION_PROVIDER=cpu"],
    [{ code: "use_built_model", directory: "/models/b" }, "GAVEL_MODEL_DIR=/models/b"],
    [
      { code: "build_model", checkpoint: "/models/m", activation: "float32" },
      "Run gavel model build /models/m --output DIR, and set GAVEL_MODEL_DIR to that DIR.",
    ],
    [
      { code: "build_model", checkpoint: "/models/m", activation: "float16" },
      "gavel model build /models/m --activation float16 --output DIR",
    ],
    [
      { code: "convert_checkpoint", checkpoint: "/models/m" },
      "Run gavel model convert /models/m --output DIR, and set GAVEL_MODEL_DIR to that DIR",
    ],
    [
      { code: "resume_pull", repo: "a/b", revision: "main", directory: "/models/m" },
      "gavel model pull a/b --revision main --output /models/m",
    ],
  ])("names the variables and commands for %j", (remedy, words) => {
    expect(withRemedy({ message: "No", remedy })).toContain(words);
  });
});
