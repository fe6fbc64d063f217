import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ENV_NAMES } from "../../../../service/config/env.ts";
import { ConfigError, readConfig } from "../../../../service/config/read-config.ts";

describe("readConfig", () => {
  it("has a default for everything", () => {
    const { config, secrets } = readConfig({});
    expect(config.http).toMatchObject({ host: "127.0.0.1", port: 8080 });
    expect(config.engine.maxReasoningTokens).toEqual({ low: 256, medium: 1024, high: 4096 });
    expect(config.retention).toMatchObject({ contentMs: 24 * 3_600_000, recordMs: 90 * 24 * 3_600_000 });
    expect(secrets.databaseUrl).toBeNull();
    expect(Object.isFrozen(config.http)).toBe(true);
  });

  it("reports every fault at once under the variable's own name, without the value", () => {
    const env = {
      PORT: "80a",
      GAVEL_ENGINE: "magic",
      DATABASE_URL: "mysql://user:hunter2@host/db",
      GAVEL_API_KEY: "short",
      GAVEL_MAX_REASONING_TOKENS: "1,2",
      GAVEL_REQUIRE_SELF_TEST: "yes",
      GAVEL_MAX_ATTEMPTS: "0",
    };
    const error = thrownBy(() => readConfig(env));
    expect(error).toBeInstanceOf(ConfigError);
    for (const name of Object.keys(env)) expect(error.message).toContain(name);
    expect(error.message).not.toContain("hunter2");
    expect(error.message).not.toContain("magic");
  });

  it("reads the prices of tokens, which must be set together", () => {
    expect(readConfig({}).config.price).toBeNull();
    const env = { GAVEL_PROMPT_TOKEN_PRICE: "0.075", GAVEL_COMPLETION_TOKEN_PRICE: "0.3" };
    expect(readConfig(env).config.price).toEqual({
      promptPerMillion: 0.075,
      completionPerMillion: 0.3,
      currency: "USD",
    });
    expect(thrownBy(() => readConfig({ GAVEL_PROMPT_TOKEN_PRICE: "1" })).message).toContain(
      "must be set together",
    );
    const wrong = {
      GAVEL_PROMPT_TOKEN_PRICE: "1 USD",
      GAVEL_COMPLETION_TOKEN_PRICE: "-1",
      GAVEL_PRICE_CURRENCY: "usd",
    };
    for (const name of Object.keys(wrong)) expect(thrownBy(() => readConfig(wrong)).message).toContain(name);
  });

  it("does not set values that depend on the device", () => {
    expect(readConfig({}).config.engine).toMatchObject({
      executionProvider: "auto",
      maxNumSeqs: null,
      maxBatchedTokens: null,
      kvCacheBytes: null,
    });
    const env = {
      GAVEL_EXECUTION_PROVIDER: "webgpu",
      GAVEL_MAX_NUM_SEQS: "512",
      GAVEL_MAX_BATCHED_TOKENS: "512",
      GAVEL_KV_CACHE_BYTES: "1073741824",
    };
    expect(readConfig(env).config.engine).toMatchObject({
      executionProvider: "webgpu",
      maxNumSeqs: 512,
      maxBatchedTokens: 512,
      kvCacheBytes: 1_073_741_824,
    });
  });

  it("rejects values that no device supports, all together", () => {
    const env = {
      GAVEL_EXECUTION_PROVIDER: "gpu",
      GAVEL_MAX_NUM_SEQS: "513",
      GAVEL_MAX_BATCHED_TOKENS: "8",
      GAVEL_KV_CACHE_BYTES: "2GB",
    };
    const error = thrownBy(() => readConfig(env));
    for (const name of Object.keys(env)) expect(error.message).toContain(name);
    expect(error.message).toContain("must be one of: auto, cuda, webgpu, cpu");
  });

  it.each([
    ["64", { low: 64, medium: 64, high: 64 }],
    ["1, 2, 3", { low: 1, medium: 2, high: 3 }],
    ["0", { low: 0, medium: 0, high: 0 }],
  ])("reads reasoning tokens %s", (value, expected) => {
    expect(readConfig({ GAVEL_MAX_REASONING_TOKENS: value }).config.engine.maxReasoningTokens).toEqual(
      expected,
    );
  });

  it.each(["-1", "1e3", "0x10", " 5", "99999999999999999999", "1.5"])(
    "refuses %j as a whole number",
    (value) => {
      expect(() => readConfig({ PORT: value })).toThrow("PORT must be a whole number");
    },
  );

  it("reads model servers, and keeps their key separate", () => {
    const { config, secrets } = readConfig({
      GAVEL_ENGINE: "remote",
      GAVEL_ENGINE_URLS: "http://127.0.0.1:8000, https://models.example/openai/v1",
      GAVEL_ENGINE_KIND: "vllm",
      GAVEL_ENGINE_MODEL: "openai/gpt-oss-safeguard-20b",
      GAVEL_ENGINE_API_KEY: "hunter2",
    });
    expect(config.engine).toMatchObject({
      kind: "remote",
      remote: {
        urls: ["http://127.0.0.1:8000", "https://models.example/openai/v1"],
        serverKind: "vllm",
        model: "openai/gpt-oss-safeguard-20b",
        maxInFlightPerServer: 32,
      },
    });
    expect(secrets.engineApiKey).toBe("hunter2");
    expect(JSON.stringify(config) + JSON.stringify(secrets) + inspect(secrets)).not.toContain("hunter2");
  });

  it.each([
    "127.0.0.1:8000",
    "ftp://host",
    "http://user:hunter2@host",
    "http://host/?key=hunter2",
    "http://a,http://a",
    "http://a,,http://b",
  ])("refuses %j as model servers, without the value", (value) => {
    const error = thrownBy(() => readConfig({ GAVEL_ENGINE: "remote", GAVEL_ENGINE_URLS: value }));
    expect(error.message).toContain("GAVEL_ENGINE_URLS");
    expect(error.message).not.toContain("hunter2");
  });

  it("requires model servers for a remote engine", () => {
    expect(() => readConfig({ GAVEL_ENGINE: "remote" })).toThrow("GAVEL_ENGINE_URLS must be set");
  });

  it("refuses a default wait above the longest wait", () => {
    expect(() => readConfig({ GAVEL_DEFAULT_WAIT_SECONDS: "60", GAVEL_MAX_WAIT_SECONDS: "30" })).toThrow(
      "GAVEL_DEFAULT_WAIT_SECONDS",
    );
  });

  it("never shows a secret when printed", () => {
    const { secrets } = readConfig({
      DATABASE_URL: "postgres://user:hunter2@localhost/db",
      GAVEL_API_KEY: "a-very-secret-key-1",
    });
    for (const text of [inspect(secrets), JSON.stringify({ secrets }), `${String(secrets)}`]) {
      expect(text).not.toContain("hunter2");
      expect(text).not.toContain("a-very-secret");
    }
  });

  it("reads the retention of content, rationale and reasoning separately", () => {
    const { retention } = readConfig({
      GAVEL_CONTENT_RETENTION_HOURS: "0",
      GAVEL_RATIONALE_RETENTION_HOURS: "48",
    }).config;
    expect(retention).toMatchObject({ contentMs: 0, rationaleMs: 48 * 3_600_000, reasoningMs: null });
  });

  it("refuses a short key of content hashes, without showing it", () => {
    const error = thrownBy(() => readConfig({ GAVEL_CONTENT_HASH_KEY: "too-short-a-key" }));
    expect(error.message).toContain("GAVEL_CONTENT_HASH_KEY must be 32 to 200");
    expect(error.message).not.toContain("too-short-a-key");
    const { secrets } = readConfig({ GAVEL_CONTENT_HASH_KEY: "k".repeat(32) });
    expect(inspect(secrets) + JSON.stringify(secrets)).not.toContain("kkk");
  });

  it("has every variable explained in docs/configuration.md, and no other", () => {
    const page = readFileSync(new URL("../../../../docs/configuration.md", import.meta.url), "utf8");
    const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    expect(documented.toSorted()).toEqual([...ENV_NAMES].toSorted());
  });
});

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
