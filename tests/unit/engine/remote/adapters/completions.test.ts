import { describe, expect, it } from "vitest";
import { generateRequest } from "../../../../helpers/generate-request.ts";
import { ask } from "../pitfall-scripts.ts";
import {
  type Body,
  isSecondStep,
  type Script,
  THOUGHT,
  VERDICT,
  type WireAnswer,
  withEngine,
} from "../scripted-wire.ts";

/** A completion with this text from a server without extensions. */
function completion(body: Body, text: unknown, choice: Body = {}, usage: Body = {}): WireAnswer {
  const { length } = body["prompt"] as readonly number[];
  return {
    body: {
      choices: [{ index: 0, text, logprobs: null, finish_reason: "stop", ...choice }],
      usage: { prompt_tokens: length, completion_tokens: 40, ...usage },
    },
  };
}

const answering =
  (text: unknown, choice: Body = {}, usage: Body = {}): Script =>
  (body) =>
    isSecondStep(body) ? completion(body, text, choice, usage) : completion(body, THOUGHT);
const asked = { serverKind: "completions" } as const;
const outcomeOf = (script: Script) =>
  withEngine("completions", script, (engine) => ask(engine, request).catch((error: unknown) => error), asked);
const request = generateRequest("Is this spam?", { maxReasoningTokens: 64 });

describe("a server of older completions", () => {
  it("gets the fields of the reference, with token ids", async () => {
    await withEngine(
      "completions",
      answering(VERDICT),
      async (engine, wire) => {
        expect(engine.info()).toMatchObject({ engine: "completions", maxContextTokens: 8192 });
        expect(await ask(engine, request)).toMatchObject({ final: VERDICT, reasoning: THOUGHT });
        for (const body of wire.seen) {
          expect(body["prompt"]).toEqual(expect.arrayContaining([...request.prompt.tokens]));
          expect(body["stop"]).toEqual(["<|end|>", "<|return|>", "<|call|>", "<|start|>"]);
        }
        expect(wire.seen[1]).toMatchObject({
          logprobs: 5,
          response_format: { type: "json_schema", json_schema: { strict: true } },
        });
      },
      asked,
    );
  });

  it("may continue after the control tokens that end a message", async () => {
    const more = `<|end|><|start|>assistant<|channel|>final<|message|>${VERDICT.replace("0", "1")}`;
    const script: Script = (body) =>
      completion(body, (isSecondStep(body) ? VERDICT : THOUGHT) + more, { finish_reason: "length" });
    expect(await outcomeOf(script)).toMatchObject({ final: VERDICT, reasoning: THOUGHT });
  });

  it("may refuse log-probabilities, which are then requested only once", async () => {
    const script: Script = (body, index, path) =>
      body["logprobs"] === undefined ? answering(VERDICT)(body, index, path) : { status: 400, body: {} };
    await withEngine(
      "completions",
      script,
      async (engine, wire) => {
        for (let n = 0; n < 2; n += 1) {
          expect(await ask(engine, request)).toMatchObject({ final: VERDICT, labelLogprobs: null });
        }
        expect(wire.seen.filter((body) => body["logprobs"] !== undefined)).toHaveLength(1);
      },
      asked,
    );
  });

  it.each<[string, Body]>([
    [
      "in the older shape",
      {
        tokens: ['{"', "violation", '":', " ", "0", "<|return|>"],
        top_logprobs: [{}, {}, {}, {}, { 0: -0.1, 1: -2.5 }, {}],
      },
    ],
    [
      "in the shape of chat completions",
      {
        content: ['{"', "violation", '":', " ", "0"].map((token) => ({
          token,
          top_logprobs: [
            { token: "0", logprob: -0.1 },
            { token: "1", logprob: -2.5 },
          ],
        })),
      },
    ],
  ])("may return them %s", async (_, logprobs) => {
    expect(await outcomeOf(answering(VERDICT, { logprobs }))).toMatchObject({
      labelLogprobs: { 0: expect.closeTo(-0.1, 9), 1: expect.closeTo(-2.5, 9) },
    });
  });

  it.each<[string, Script, object]>([
    ["no text", answering(null), { code: "output_empty" }],
    ["an empty text", answering(""), { code: "output_empty" }],
    [
      "a text that was cut",
      answering(VERDICT.slice(0, 20), { finish_reason: "length" }),
      { code: "output_truncated" },
    ],
    [
      "no count of the prompt",
      answering(VERDICT, {}, { prompt_tokens: null }),
      { code: "engine_failed", retryable: false },
    ],
    [
      "a prompt that was cut",
      answering(VERDICT, {}, { prompt_tokens: 9 }),
      { code: "engine_failed", retryable: false },
    ],
  ])("causes an error for %s, never a verdict", async (_, script, expected) => {
    expect(await outcomeOf(script)).toMatchObject(expected);
  });
});
