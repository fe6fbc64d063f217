import { describe, expect, it } from "vitest";
import { OutputEmptyError, OutputTruncatedError } from "../../../../../engine/errors.ts";
import { CONTROL_TOKENS } from "../../../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../../../../engine/harmony/tokenizer.ts";
import type { ServerKind } from "../../../../../engine/remote/remote-options.ts";
import {
  ask,
  chatThatAnswers,
  judged,
  llamaAnswer,
  ollamaThatAnswers,
  outcome,
  sglangAnswer,
  shown,
} from "../pitfall-scripts.ts";
import {
  type Body,
  chatCompletion,
  chatPromptTokens,
  isSecondStep,
  ollamaChat,
  type Script,
  THOUGHT,
  VERDICT,
  vllmCompletion,
  type WireAnswer,
  withEngine,
} from "../scripted-wire.ts";

describe("pitfalls of individual servers", () => {
  it("E14: reasoning left in the content is not searched for a verdict", async () => {
    const mixed = `We must judge this. It violates SP1. {"violation": 1} ${VERDICT}`;
    await expect(
      judged("openai", chatThatAnswers({ content: mixed, reasoning_content: null })),
    ).rejects.toMatchObject({ code: "output_invalid" });
  });

  it("E14: SGLang gets token ids on its own endpoint, without a parser in between", async () => {
    const script: Script = (body, _, path) => {
      expect(path).toBe("/generate");
      const text = isSecondStep(body) ? VERDICT : THOUGHT;
      return { body: sglangAnswer(body, text) };
    };
    expect(await outcome("sglang", script)).toMatchObject({ final: VERDICT, reasoning: THOUGHT });
  });

  it.each<[string, WireAnswer, object]>([
    [
      "a 500 of its parser",
      {
        status: 500,
        body: { error: { code: 500, message: "does not match the expected peg-native format" } },
      },
      { code: "engine_failed", retryable: true },
    ],
    [
      "a model that is being loaded",
      { status: 503, body: { error: { code: 503, message: "Loading model", type: "unavailable_error" } } },
      { code: "engine_unavailable", retryable: true },
    ],
    [
      "a prompt beyond the context",
      {
        status: 400,
        body: { error: { code: 400, type: "exceed_context_size_error", n_prompt_tokens: 9000 } },
      },
      { code: "prompt_too_long", retryable: false },
    ],
  ])("E15: llama.cpp responds with %s", async (_, answer, expected) => {
    expect(await outcome("llamacpp", () => answer)).toMatchObject(expected);
  });

  it("E15: llama.cpp's tokens are cut at the first control token, wherever it stopped", async () => {
    const { end, start } = CONTROL_TOKENS;
    const script: Script = (body) =>
      isSecondStep(body)
        ? { body: llamaAnswer(body, [...encodeOrdinary(VERDICT), CONTROL_TOKENS.return]) }
        : {
            body: llamaAnswer(body, [...encodeOrdinary(THOUGHT), end, start, ...encodeOrdinary("assistant")]),
          };
    expect(await outcome("llamacpp", script)).toMatchObject({ final: VERDICT, reasoning: THOUGHT });
  });

  it("E15: a grammar that llama.cpp ignores with 200 gives no verdict", async () => {
    const script: Script = (body) => ({ body: llamaAnswer(body, encodeOrdinary("Not spam.")) });
    await expect(judged("llamacpp", script)).rejects.toMatchObject({ code: "output_invalid" });
  });

  it("E15: an output that filled or shifted llama.cpp's context is truncated", async () => {
    const script: Script = (body) => ({
      body: { ...llamaAnswer(body, encodeOrdinary(VERDICT)), truncated: true },
    });
    expect(await outcome("llamacpp", script)).toBeInstanceOf(OutputTruncatedError);
  });

  it("E16: Ollama's first step is free, its second continues the analysis under the schema", async () => {
    await withEngine("ollama", ollamaThatAnswers({ content: VERDICT }), async (engine, wire) => {
      expect(await ask(engine)).toMatchObject({ final: VERDICT });
      expect(wire.seen[0]).not.toHaveProperty("format");
      expect(wire.seen[1]).toHaveProperty("format");
      expect((wire.seen[1]!["messages"] as unknown[])[2]).toMatchObject({
        role: "assistant",
        thinking: THOUGHT,
      });
      const windows = wire.seen.map(({ options }) => (options as Body)["num_ctx"]);
      expect(windows).toEqual([8192, 8192]);
      for (const body of wire.seen) expect(body).toMatchObject({ truncate: false, shift: false });
    });
  });

  it("E16: Ollama's empty content is an error", async () => {
    expect(await outcome("ollama", ollamaThatAnswers({ content: "" }))).toBeInstanceOf(OutputEmptyError);
  });

  it.each<[string, ServerKind, Script]>([
    [
      "Ollama's window",
      "ollama",
      (body) => ollamaChat(body, { content: VERDICT }, { prompt_eval_count: 60 }),
    ],
    [
      "half of Ollama's window",
      "ollama",
      (body) =>
        ollamaChat(
          body,
          { content: VERDICT },
          { prompt_eval_count: Math.floor(chatPromptTokens(body["messages"]) / 2) },
        ),
    ],
    [
      "a chat server",
      "openai",
      (body) => chatCompletion(body, { content: VERDICT }, {}, { prompt_tokens: 60 }),
    ],
    [
      "vLLM, by one token",
      "vllm",
      (body) => vllmCompletion(body, VERDICT, {}, { prompt_tokens: (body["prompt"] as []).length - 1 }),
    ],
    [
      "a server that does not report it",
      "openai",
      (body) => chatCompletion(body, { content: VERDICT }, {}, { prompt_tokens: null }),
    ],
  ])("E16: a prompt truncated by %s is an error, and not retryable", async (_, kind, script) => {
    expect(await outcome(kind, script)).toMatchObject({ code: "engine_failed", retryable: false });
  });

  it("E17: hosted strict mode gets a closed object at the root with every property required", async () => {
    await withEngine("openai", chatThatAnswers({ content: VERDICT }), async (engine, wire) => {
      await ask(engine);
      const format = (wire.seen[1]!["response_format"] as Body)["json_schema"] as Body;
      const schema = format["schema"] as Body;
      expect(format["strict"]).toBe(true);
      expect(schema).toMatchObject({ type: "object", additionalProperties: false });
      expect(schema).not.toHaveProperty("anyOf");
      expect(schema["required"]).toEqual(Object.keys(schema["properties"] as Body));
    });
  });

  it("E17: the generated text in a 400 is not revealed", async () => {
    const error = await outcome("openai", () => ({
      status: 400,
      body: {
        error: { message: "secret words", code: "json_validate_failed", failed_generation: "secret words" },
      },
    }));
    expect(error).toMatchObject({ code: "engine_failed", retryable: true });
    expect(shown(error)).not.toContain("secret");
  });

  it("E17: a server without log-probabilities gives no score, and gets one request for them", async () => {
    const script: Script = (body) =>
      body["logprobs"] === true
        ? { status: 400, body: { error: { message: "`logprobs` is not supported with this model" } } }
        : chatThatAnswers({ content: VERDICT })(body, 0, "");
    await withEngine("openai", script, async (engine, wire) => {
      expect(await ask(engine)).toMatchObject({ final: VERDICT, labelLogprobs: null });
      await ask(engine);
      expect(wire.seen.filter((body) => body["logprobs"] === true)).toHaveLength(1);
    });
  });

  it("E18: leaked control tokens give no verdict", async () => {
    const leaked = `<|channel|>final<|message|>${VERDICT}`;
    await expect(judged("openai", chatThatAnswers({ content: leaked }))).rejects.toMatchObject({
      code: "output_invalid",
    });
  });
});
