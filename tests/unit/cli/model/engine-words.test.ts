import { describe, expect, it } from "vitest";
import { withRemedy } from "../../../../cli/model/engine-words.ts";
import type { Remedy } from "../../../../engine/errors.ts";
import type { PullRemedy } from "../../../../engine/local/hub/hub-error.ts";

describe("what an engine or a hub says, on the command line", () => {
  it("is its message alone if there is no remedy", () => {
    expect(withRemedy({ message: "a failed", remedy: null })).toBe("a failed");
  });

  it.each<[Remedy | PullRemedy, string]>([
    [{ code: "use_cpu" }, "--provider cpu"],
    [{ code: "use_built_model", directory: "/models/a b" }, "Give '/models/a b'"],
    [
      { code: "build_model", checkpoint: "/models/m", activation: "float16" },
      "gavel model build /models/m --activation float16 --output DIR",
    ],
    [{ code: "convert_checkpoint", checkpoint: "/models/m" }, "gavel model convert /models/m --output DIR"],
    [
      { code: "resume_pull", repo: "a/b", revision: "main", directory: "/models/m" },
      "gavel model pull a/b --revision main --output /models/m",
    ],
    [{ code: "change_output", repo: "a/b" }, "--output another directory for a/b"],
    [{ code: "set_token" }, "set HF_TOKEN"],
    [{ code: "check_token" }, "Check that the access token in HF_TOKEN"],
  ])("names the options and commands for %j, and no variable of the service", (remedy, words) => {
    const text = withRemedy({ message: "it failed", remedy });
    expect(text).toContain(`it failed. `);
    expect(text).toContain(words);
    expect(text).not.toContain("GAVEL_");
  });
});
