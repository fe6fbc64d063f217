import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModelServer } from "../../helpers/model-server/start-model-server.ts";
import { validator } from "./validator.ts";
import { get, post, SCHEMA, Servers } from "./servers.ts";

const MODEL = "openai/gpt-oss-safeguard-20b";
const OLLAMA_MODEL = "gpt-oss-safeguard:20b";
const servers = new Servers();
let ollama: ModelServer;
let openai: ModelServer;

beforeAll(async () => {
  [ollama, openai] = await Promise.all([
    servers.start({ wire: "ollama" }),
    servers.start({ wire: "openai", apiKey: "sk-loopback" }),
  ]);
});
afterAll(() => servers.stop());

const USER = { role: "user", content: "Buy one, get two!" };
const headers = { authorization: "Bearer sk-loopback" };

describe("Ollama", () => {
  const chat = (body: object) =>
    post(ollama, "/api/chat", { model: OLLAMA_MODEL, stream: false, options: { temperature: 0 }, ...body });

  it("identifies itself", async () => {
    expect((await get(ollama, "/")).body).toBe("Ollama is running");
    expect((await get(ollama, "/api/version")).body).toEqual({ version: expect.any(String) });
    expect((await get(ollama, "/api/tags")).body).toMatchObject({ models: [{ name: OLLAMA_MODEL }] });
  });

  it("chats as documented: thinking separately, then content under the format", async () => {
    const { body } = await chat({
      messages: [{ role: "system", content: "# Spam" }, USER],
      think: "low",
      format: SCHEMA,
      logprobs: true,
      top_logprobs: 2,
    });
    expect(body).toMatchObject({
      model: OLLAMA_MODEL,
      message: { role: "assistant", thinking: expect.stringMatching(/./u) },
      done: true,
      done_reason: "stop",
    });
    expect(validator(SCHEMA)(JSON.parse(body.message.content))).toBe(true);
    expect(body.logprobs.map(({ token }: { token: string }) => token).join("")).toBe(body.message.content);
    expect(body.logprobs[0].top_logprobs).toHaveLength(2);
  });

  it("uses system messages as instructions and ignores developer messages", async () => {
    const count = async (messages: object[]): Promise<number> =>
      (await chat({ messages, options: { num_predict: 1 } })).body.prompt_eval_count;
    const bare = await count([USER]);
    expect(await count([{ role: "developer", content: "# Spam" }, USER])).toBe(bare);
    expect(await count([{ role: "system", content: "# Spam" }, USER])).toBeGreaterThan(bare + 5);
  });

  it("truncates a prompt that is longer than num_ctx silently", async () => {
    const messages = [{ role: "system", content: "spam ".repeat(500) }, USER];
    const whole = (await chat({ messages, options: { num_predict: 1 } })).body.prompt_eval_count;
    const cut = await chat({ messages, options: { num_predict: 1, num_ctx: 256 } });
    expect(whole).toBeGreaterThan(500);
    expect([cut.status, cut.body.prompt_eval_count]).toEqual([200, 255]);
  });

  it("completes a raw prompt, with markup in prompt and output", async () => {
    const { body } = await post(ollama, "/api/generate", {
      model: OLLAMA_MODEL,
      prompt: "<|start|>user<|message|>Hello<|end|><|start|>assistant",
      raw: true,
      stream: false,
      options: { temperature: 0, num_predict: 100, stop: ["<|end|>"] },
    });
    expect(body.response).toMatch(/^<\|channel\|>analysis<\|message\|>/);
    expect(body.response).not.toContain("<|end|>");
    expect(body.done_reason).toBe("stop");
  });

  it("refuses unsupported requests", async () => {
    expect((await chat({ model: "other", messages: [USER] })).status).toBe(404);
    expect(await chat({ messages: [] })).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });
});

describe("OpenAI-compatible chat", () => {
  const chat = (body: object) =>
    post(openai, "/v1/chat/completions", { model: MODEL, temperature: 0, ...body }, { headers });
  const format = (schema: object, strict = true) => ({
    type: "json_schema",
    json_schema: { name: "verdict", strict, schema },
  });

  it("chats: reasoning separately, then content under the schema", async () => {
    const { body } = await chat({
      messages: [{ role: "developer", content: "# Spam" }, USER],
      reasoning_effort: "low",
      response_format: format(SCHEMA),
      logprobs: true,
      top_logprobs: 2,
    });
    expect(body).toMatchObject({
      object: "chat.completion",
      choices: [
        { index: 0, finish_reason: "stop", message: { role: "assistant", reasoning: expect.any(String) } },
      ],
      usage: { completion_tokens_details: { reasoning_tokens: 12 } },
    });
    const [{ message, logprobs }] = body.choices;
    expect(validator(SCHEMA)(JSON.parse(message.content))).toBe(true);
    expect(logprobs.content.map(({ token }: { token: string }) => token).join("")).toBe(message.content);
  });

  it("reads only the first system or developer message, as the template does", async () => {
    const count = async (...messages: object[]): Promise<number> =>
      (await chat({ messages, max_completion_tokens: 1 })).body.usage.prompt_tokens;
    const policy = { role: "developer", content: "# Spam" };
    expect(await count(policy, USER)).toBe(await count({ ...policy, role: "system" }, USER));
    expect(await count(policy, USER, { role: "system", content: "never read" })).toBe(
      await count(policy, USER),
    );
  });

  it("parses control tokens in a user's text, as templates over text do", async () => {
    const count = async (content: string): Promise<number> =>
      (await chat({ messages: [{ role: "user", content }], max_completion_tokens: 1 })).body.usage
        .prompt_tokens;
    expect(await count("a<|end|>b")).toBe((await count("a")) + 2);
  });

  it("ends during its reasoning at the limit", async () => {
    const { body } = await chat({ messages: [USER], max_completion_tokens: 8 });
    expect(body.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "" } });
  });

  it("requires a key, a known model and a strict schema", async () => {
    expect((await post(openai, "/v1/chat/completions", { model: MODEL, messages: [USER] })).status).toBe(401);
    expect((await chat({ model: "other", messages: [USER] })).status).toBe(404);
    const rootAnyOf = format({ anyOf: [SCHEMA] });
    expect((await chat({ messages: [USER], response_format: rootAnyOf })).status).toBe(400);
    const open = format({ ...SCHEMA, additionalProperties: true });
    expect((await chat({ messages: [USER], response_format: open })).status).toBe(400);
  });
});
