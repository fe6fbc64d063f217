import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analysisHeaderTokens, finalHeaderTokens } from "../../../engine/harmony/assistant-headers.ts";
import { CONTROL_TOKENS } from "../../../engine/harmony/control-tokens.ts";
import { renderPrompt } from "../../../engine/harmony/render-prompt.ts";
import { decodeTokens, encodeOrdinary } from "../../../engine/harmony/tokenizer.ts";
import type { ModelServer } from "../../helpers/model-server/start-model-server.ts";
import { untilRunning } from "../../helpers/model-server/until-running.ts";
import { validator } from "./validator.ts";
import { get, post, SCHEMA, Servers } from "./servers.ts";

const MODEL = "openai/gpt-oss-safeguard-20b";
const servers = new Servers();
let vllm: ModelServer;
let sglang: ModelServer;
let llamacpp: ModelServer;

beforeAll(async () => {
  [vllm, sglang, llamacpp] = await Promise.all([
    servers.start({ wire: "vllm" }),
    servers.start({ wire: "sglang" }),
    servers.start({ wire: "llamacpp" }),
  ]);
});
afterAll(() => servers.stop());

const prompt = [
  ...renderPrompt({
    policy: "# Spam\n\nSP1: unwanted bulk advertising.",
    responseFormats: [{ name: "verdict", schema: SCHEMA }],
    reasoningEffort: "low",
    content: "Buy one, get two!",
  }).tokens,
];
const thinking = [...prompt, ...analysisHeaderTokens()];

describe("vLLM", () => {
  it("identifies itself", async () => {
    expect((await get(vllm, "/health")).status).toBe(200);
    expect((await get(vllm, "/version")).body).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    const { body } = await get(vllm, "/v1/models");
    expect(body).toMatchObject({
      object: "list",
      data: [{ id: MODEL, owned_by: "vllm", max_model_len: 4096 }],
    });
  });

  it("completes text as documented", async () => {
    const { body } = await post(vllm, "/v1/completions", {
      model: MODEL,
      prompt: "San Francisco is a",
      max_tokens: 7,
      temperature: 0,
    });
    expect(body).toMatchObject({
      id: expect.stringMatching(/^cmpl-/),
      object: "text_completion",
      model: MODEL,
      choices: [
        { index: 0, text: expect.any(String), logprobs: null, finish_reason: "length", stop_reason: null },
      ],
      usage: { completion_tokens: 7 },
    });
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + 7);
  });

  it("stops at a stop token, which is in the ids and not in the text, and follows the schema", async () => {
    const { body } = await post(vllm, "/v1/completions", {
      model: MODEL,
      prompt: thinking,
      max_tokens: 64,
      temperature: 0,
      stop_token_ids: [CONTROL_TOKENS.end],
      return_token_ids: true,
    });
    const [choice] = body.choices;
    expect(choice).toMatchObject({ finish_reason: "stop", stop_reason: CONTROL_TOKENS.end });
    expect(choice.token_ids).toHaveLength(13);
    expect(choice.token_ids.at(-1)).toBe(CONTROL_TOKENS.end);
    expect(choice.text).toBe(decodeTokens(choice.token_ids.slice(0, -1)));
    expect(choice.prompt_token_ids).toEqual(thinking);

    const second = await post(vllm, "/v1/completions", {
      model: MODEL,
      prompt: [...thinking, ...choice.token_ids, ...finalHeaderTokens()],
      max_tokens: 200,
      temperature: 0,
      structured_outputs: { json: SCHEMA },
      logprobs: 5,
      return_token_ids: true,
    });
    const [answer] = second.body.choices;
    expect(answer).toMatchObject({ finish_reason: "stop", stop_reason: null });
    expect(validator(SCHEMA)(JSON.parse(answer.text))).toBe(true);
    expect(second.body.usage.prompt_tokens_details.cached_tokens).toBeGreaterThan(prompt.length - 32);

    // The mask is applied to the logits before the logarithms: at the label, only the two choices are left.
    const at = answer.logprobs.tokens.findIndex((token: string) => token === "0" || token === "1");
    const { "0": zero, "1": one } = answer.logprobs.top_logprobs[at];
    expect(Math.exp(zero) + Math.exp(one)).toBeCloseTo(1, 3);
    expect(answer.logprobs.token_logprobs[at]).toBe(
      answer.logprobs.top_logprobs[at][answer.logprobs.tokens[at]],
    );
  });

  it("gives the same output for the same request, and another for another seed", async () => {
    const ask = async (more: object): Promise<string> =>
      (await post(vllm, "/v1/completions", { model: MODEL, prompt: thinking, max_tokens: 10, ...more })).body
        .choices[0].text;
    expect(await ask({ temperature: 0 })).toBe(await ask({ temperature: 0 }));
    expect(await ask({ seed: 1 })).toBe(await ask({ seed: 1 }));
    expect(await ask({ seed: 1 })).not.toBe(await ask({ seed: 2 }));
  });

  it("refuses unsupported requests", async () => {
    const cases = [
      [{ model: "other", prompt: "x" }, 404],
      [{ model: MODEL, prompt: [] }, 400],
      [{ model: MODEL, prompt: "x", max_tokens: 5000 }, 400],
      [{ model: MODEL, prompt: "x", logprobs: 21 }, 400],
      [{ model: MODEL, prompt: "x", structured_outputs: { json: { type: "nonsense" } } }, 400],
      [[], 400],
    ] as const;
    for (const [body, status] of cases) {
      const answer = await post(vllm, "/v1/completions", body);
      expect(answer.status, JSON.stringify(body)).toBe(status);
      expect(answer.body.error).toMatchObject({ message: expect.any(String), code: status });
    }
    expect((await get(vllm, "/nowhere")).status).toBe(404);
  });
});

describe("SGLang", () => {
  it("identifies itself", async () => {
    expect((await get(sglang, "/get_model_info")).body).toMatchObject({
      model_path: MODEL,
      is_generation: true,
    });
    expect((await get(sglang, "/get_server_info")).body).toMatchObject({ version: expect.any(String) });
    expect((await get(sglang, "/v1/models")).body).toMatchObject({ data: [{ owned_by: "sglang" }] });
  });

  it("completes token ids and reports what stopped it", async () => {
    const { body } = await post(sglang, "/v1/completions", {
      model: MODEL,
      prompt: thinking,
      max_tokens: 64,
      temperature: 0,
      stop_token_ids: [CONTROL_TOKENS.end],
      return_token_ids: true,
      logprobs: 2,
    });
    const [choice] = body.choices;
    expect(choice).toMatchObject({ finish_reason: "stop", matched_stop: CONTROL_TOKENS.end });
    expect(choice.logprobs.text_offset.every((offset: number) => offset === -1)).toBe(true);
    expect(choice.token_ids).toHaveLength(13);
  });

  it("generates natively under a schema given as text", async () => {
    const { body } = await post(sglang, "/generate", {
      input_ids: [...thinking, CONTROL_TOKENS.end, ...finalHeaderTokens()],
      sampling_params: { max_new_tokens: 200, temperature: 0, json_schema: JSON.stringify(SCHEMA) },
      return_logprob: true,
      top_logprobs_num: 2,
      return_text_in_logprobs: true,
    });
    expect(validator(SCHEMA)(JSON.parse(body.text))).toBe(true);
    expect(body.meta_info).toMatchObject({
      finish_reason: { type: "stop", matched: CONTROL_TOKENS.return },
      completion_tokens: body.output_ids.length,
    });
    const [logprob, id, text] = body.meta_info.output_token_logprobs[0];
    expect([logprob <= 0, id, text]).toEqual([true, body.output_ids[0], decodeTokens([body.output_ids[0]])]);
    const refused = await post(sglang, "/generate", {
      input_ids: [1],
      sampling_params: { json_schema: SCHEMA },
    });
    expect(refused.status).toBe(400);
  });
});

describe("llama.cpp", () => {
  it("identifies itself", async () => {
    const health = await get(llamacpp, "/health");
    expect(health.body).toEqual({ status: "ok" });
    expect(health.headers.get("server")).toBe("llama.cpp");
    expect((await get(llamacpp, "/props")).body).toMatchObject({
      default_generation_settings: { n_ctx: 4096 },
      total_slots: 8,
      build_info: expect.stringMatching(/^b\d+-/),
    });
  });

  it("stops at the spelling of a control token only if the token is preserved", async () => {
    const ask = { prompt: thinking, n_predict: 60, temperature: 0, stop: ["<|end|>"], return_tokens: true };
    const { body: unseen } = await post(llamacpp, "/completion", ask);
    expect(unseen).toMatchObject({ stop_type: "eos", stopping_word: "", tokens_evaluated: thinking.length });
    expect(unseen.tokens).toContain(CONTROL_TOKENS.end);
    expect(unseen.content).not.toContain("<|");

    const { body: seen } = await post(llamacpp, "/completion", { ...ask, preserved_tokens: ["<|end|>"] });
    expect(seen).toMatchObject({ stop_type: "word", stopping_word: "<|end|>", tokens_predicted: 13 });
    expect(seen.content).toBe(decodeTokens(seen.tokens.slice(0, -1)));
    expect(seen.timings.cache_n).toBeGreaterThan(prompt.length - 32);
  });

  it("enforces a schema, and reports probabilities over the whole vocabulary", async () => {
    const { body } = await post(llamacpp, "/completion", {
      prompt: [...thinking, CONTROL_TOKENS.end, ...finalHeaderTokens()],
      n_predict: 200,
      temperature: 0,
      json_schema: SCHEMA,
      n_probs: 3,
      return_tokens: true,
    });
    expect(validator(SCHEMA)(JSON.parse(body.content))).toBe(true);
    expect(body.stop_type).toBe("eos");
    const [first] = body.completion_probabilities;
    expect(first.top_logprobs).toHaveLength(3);
    // An untrained model rarely chooses a brace: the schema forced it.
    expect(first.logprob).toBeLessThan(first.top_logprobs[0].logprob);
    expect(Buffer.from(first.bytes).toString()).toBe(first.token);
  });

  it("caches only the last tokens of a prompt, and user message boundaries if configured", async () => {
    const head = encodeOrdinary("A policy. ".repeat(200));
    const cachedOfSecond = async (more: object): Promise<number> => {
      const body = (word: string): object => ({
        prompt: [
          ...encodeOrdinary(JSON.stringify(more)),
          ...head,
          CONTROL_TOKENS.start,
          ...encodeOrdinary(`user${word.repeat(800)}`),
        ],
        n_predict: 1,
        ...more,
      });
      await post(llamacpp, "/completion", body(" one"));
      return (await post(llamacpp, "/completion", body(" two"))).body.timings.cache_n;
    };
    expect(await cachedOfSecond({})).toBe(0);
    const told = { message_delimiters: [{ role: "user", delimiter: "<|start|>user" }] };
    expect(await cachedOfSecond(told)).toBeGreaterThan(head.length - 32);
  });

  it("allows a control token in a JSON string unless it is banned, and white space between marks", async () => {
    const ask = async (more: object): Promise<any> =>
      (
        await post(llamacpp, "/completion", {
          prompt: [...thinking, CONTROL_TOKENS.end, ...finalHeaderTokens()],
          n_predict: 200,
          temperature: 0,
          json_schema: SCHEMA,
          return_tokens: true,
          ...more,
        })
      ).body;
    const stops = { stop: ["<|end|>"], preserved_tokens: ["<|end|>"] };
    const cut = await ask(stops);
    expect(cut).toMatchObject({ stop_type: "word" });
    expect(() => JSON.parse(cut.content)).toThrow(SyntaxError);
    const whole = await ask({ ...stops, logit_bias: [[CONTROL_TOKENS.end, false]] });
    expect(whole.tokens).not.toContain(CONTROL_TOKENS.end);
    expect(whole.content).toMatch(/^\{ "violation": +[01], +"/);
    expect(validator(SCHEMA)(JSON.parse(whole.content))).toBe(true);
  });

  it("allows an item twice in a list, whatever the schema says", async () => {
    const list = { type: "array", items: { enum: ["SP1"] }, minItems: 2, maxItems: 2, uniqueItems: true };
    const { body } = await post(llamacpp, "/completion", {
      prompt: [...thinking, CONTROL_TOKENS.end, ...finalHeaderTokens()],
      n_predict: 100,
      temperature: 0,
      json_schema: { type: "object", properties: { rule_ids: list }, required: ["rule_ids"] },
      logit_bias: [[CONTROL_TOKENS.end, false]],
    });
    expect(JSON.parse(body.content)).toEqual({ rule_ids: ["SP1", "SP1"] });
  });

  it("streams while it generates, without tokens that end inside a character", async () => {
    const ask = {
      prompt: [...thinking, CONTROL_TOKENS.end, ...finalHeaderTokens()],
      n_predict: 100,
      temperature: 0,
      json_schema: { type: "object", properties: { sign: { const: "𓀀" } }, required: ["sign"] },
      logit_bias: [[CONTROL_TOKENS.end, false]],
      return_tokens: true,
    };
    const { body: whole } = await post(llamacpp, "/completion", ask);
    const { body: text, headers } = await post(llamacpp, "/completion", { ...ask, stream: true });
    const events = (text as string)
      .split("\n\n")
      .flatMap((event) => (event === "" ? [] : [JSON.parse(event.slice("data: ".length))]));
    expect(headers.get("content-type")).toBe("text/event-stream");
    expect(JSON.parse(whole.content)).toEqual({ sign: "𓀀" });
    expect(events.map(({ content }) => content).join("")).toBe(whole.content);
    expect(events.at(-1)).toMatchObject({
      stop: true,
      content: "",
      tokens: [],
      tokens_predicted: whole.tokens.length,
    });
    expect(events.flatMap(({ tokens }) => tokens).length).toBeLessThan(whole.tokens.length);
  });

  it("generates to the end even if the client has disconnected, and detects that only in a stream", async () => {
    const long = { prompt: thinking, n_predict: 400, temperature: 0, ignore_eos: true };
    for (const [stream, left] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const gone = new AbortController();
      const answer = post(llamacpp, "/completion", { ...long, stream }, { signal: gone.signal });
      await untilRunning(llamacpp, 1);
      gone.abort();
      await expect(answer).rejects.toThrow(/abort/i);
      if (left === 0) {
        await untilRunning(llamacpp, 0);
      } else {
        await get(llamacpp, "/health");
        expect(await llamacpp.running()).toBe(1);
        await untilRunning(llamacpp, 0);
      }
    }
  });

  it("reports an output as truncated if it fills the context", async () => {
    const prompt = Array.from({ length: 4090 }, () => 1);
    const { body } = await post(llamacpp, "/completion", { prompt, n_predict: 100, temperature: 0 });
    expect(body).toMatchObject({
      truncated: true,
      stop_type: "limit",
      tokens_evaluated: 4090,
      tokens_predicted: 6,
    });
  });

  it("says that a prompt is too long", async () => {
    const { status, body } = await post(llamacpp, "/completion", {
      prompt: Array.from({ length: 4096 }, () => 1),
    });
    expect([status, body.error.type]).toEqual([400, "exceed_context_size_error"]);
  });
});
