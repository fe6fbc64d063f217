import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENV_NAMES } from "../../../service/config/env.ts";
import { readConfig } from "../../../service/config/read-config.ts";

const DIRECTORY = new URL("../../../docs/examples/env/", import.meta.url);

describe.each(readdirSync(DIRECTORY))("docs/examples/env/%s", (file) => {
  const text = readFileSync(new URL(file, DIRECTORY), "utf8");
  const set = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((match) => [match[1]!, match[2]!] as const);
  const commented = [...text.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]!);

  it("names only what the service reads, each once", () => {
    const names = [...set.map(([name]) => name), ...commented];
    expect(ENV_NAMES).toEqual(expect.arrayContaining(names));
    expect(new Set(names).size).toBe(names.length);
  });

  it("is a valid configuration of a remote engine", () => {
    const { config } = readConfig(Object.fromEntries(set));
    expect(config.engine.kind).toBe("remote");
  });
});

it("has one for each kind of server", () => {
  expect(readdirSync(DIRECTORY).toSorted()).toEqual([
    "completions.env",
    "llama-cpp.env",
    "ollama.env",
    "openai-compatible.env",
    "sglang.env",
    "vllm.env",
  ]);
});
