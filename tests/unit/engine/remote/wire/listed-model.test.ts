import { describe, expect, it } from "vitest";
import { listedModel } from "../../../../../engine/remote/wire/listed-model.ts";
import type { HttpClient } from "../../../../../engine/remote/wire/http-client.ts";

const NEVER = new AbortController().signal;

/** The result for a list of models and a configured name. */
function identify(data: readonly unknown[], model: string | null = null) {
  const client: Pick<HttpClient, "call"> = { call: () => Promise.resolve({ object: "list", data }) };
  return listedModel(client, model, NEVER);
}

describe("listedModel", () => {
  it.each([
    ["vLLM's", { max_model_len: 8192 }, 8192],
    ["Groq's", { context_window: 131_072 }, 131_072],
    ["OpenRouter's", { context_length: 32_768 }, 32_768],
    ["llama.cpp's", { meta: { n_ctx: 4096, n_ctx_train: 131_072 } }, 4096],
    ["an older llama.cpp's", { meta: { n_ctx_train: 131_072 } }, 131_072],
    ["nobody's", {}, null],
  ])("reads the context length of %s", async (_, entry, maxContextTokens) => {
    expect(await identify([{ id: "m", ...entry }])).toEqual({ model: "m", maxContextTokens });
  });

  it.each([
    ["its id", "/models/safeguard.gguf", "/models/safeguard.gguf"],
    ["an alias", "safeguard-20b", "safeguard-20b"],
    ["the name of its file", "safeguard", "/models/safeguard.gguf"],
    ["nothing, the only one there", null, "/models/safeguard.gguf"],
  ])("finds a model by %s, and uses a name that the server knows", async (_, model, asked) => {
    const entry = { id: "/models/safeguard.gguf", aliases: ["safeguard-20b"] };
    expect(await identify([entry], model)).toMatchObject({ model: asked });
  });

  it("refuses a missing model, and names up to eight others, without their paths", async () => {
    const data = Array.from({ length: 10 }, (_, index) => ({ id: `/models/m${index}.gguf` }));
    const refused = { code: "engine_failed", retryable: false, remedy: { code: "name_model" } };
    await expect(identify(data, "gpt-5")).rejects.toMatchObject(refused);
    await expect(identify(data, "gpt-5")).rejects.toThrow(/It has: m0, m1, .*m7, and 2 more\.$/);
    await expect(identify([], "gpt-5")).rejects.toThrow(/It has: none\.$/);
    await expect(identify(data)).rejects.toThrow("10 models");
    await expect(identify(data)).rejects.toMatchObject(refused);
  });
});
