import { describe, expect, it } from "vitest";
import { readConfig } from "../../../../service/config/read-config.ts";
import { linterSettings } from "../../../../service/judging/linter-settings.ts";

const REMOTE = { GAVEL_ENGINE: "remote", GAVEL_ENGINE_URLS: "http://127.0.0.1:1" };

describe("linterSettings", () => {
  it.each([
    [{}, false],
    [REMOTE, false],
    [{ ...REMOTE, GAVEL_ENGINE_KIND: "vllm" }, false],
    [{ ...REMOTE, GAVEL_ENGINE_KIND: "openai" }, true],
    [{ ...REMOTE, GAVEL_ENGINE_KIND: "completions" }, true],
    [{ GAVEL_ENGINE_KIND: "openai" }, false],
  ])("of %j: the engine may lack scores: %s", (env, expected) => {
    const { config } = readConfig({ GAVEL_MODEL_DIR: "/model", ...env });
    expect(linterSettings(config).mayLackScores).toBe(expected);
  });

  it("are plain data, which a thread can receive", () => {
    const { config } = readConfig({ GAVEL_MODEL_DIR: "/model" });
    expect(structuredClone(linterSettings(config))).toEqual(linterSettings(config));
  });
});
