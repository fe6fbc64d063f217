import { describe, expect, it } from "vitest";
import { modelName } from "../../../../../engine/remote/wire/model-name.ts";

describe("modelName", () => {
  it.each([
    ["/models/gpt-oss-safeguard-20b-MXFP4.gguf", "gpt-oss-safeguard-20b-MXFP4"],
    ["/root/.cache/openai/gpt-oss-safeguard-20b/", "gpt-oss-safeguard-20b"],
    ["./models/safeguard.gguf", "safeguard"],
    ["~/models/safeguard", "safeguard"],
    ["C:\\models\\safeguard.gguf", "safeguard"],
    ["models/safeguard.gguf", "safeguard"],
    ["safeguard.gguf", "safeguard"],
  ])("removes the path of %s", (path, name) => {
    expect(modelName(path)).toBe(name);
  });

  it.each(["openai/gpt-oss-safeguard-20b", "gpt-oss-safeguard:20b", "safeguard", "gpt-oss-20b.v2"])(
    "keeps %s",
    (name) => {
      expect(modelName(name)).toBe(name);
    },
  );
});
