import { describe, expect, it } from "vitest";
import { EngineFailedError, EngineUnavailableError } from "../../../../../engine/errors.ts";
import {
  CONTROL_TOKENS,
  FIRST_CONTROL_TOKEN,
  VOCAB_SIZE,
} from "../../../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../../../../engine/harmony/tokenizer.ts";
import { generateRequest } from "../../../../helpers/generate-request.ts";
import { ask, llamaAnswer, outcome } from "../pitfall-scripts.ts";
import {
  type Body,
  remoteOptions,
  isSecondStep,
  type Script,
  startScriptedWire,
  THOUGHT,
  VERDICT,
  type WireAnswer,
  withEngine,
} from "../scripted-wire.ts";
import { RemoteEngine } from "../../../../../engine/remote/remote-engine.ts";

const honest: Script = (body) => ({
  body: llamaAnswer(body, encodeOrdinary(isSecondStep(body) ? VERDICT : THOUGHT)),
});

function stream(events: readonly unknown[]): WireAnswer {
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return { headers: { "Content-Type": "text/event-stream" }, body };
}

describe("a request to llama.cpp", () => {
  it("is greedy with one candidate, streamed, and has a checkpoint at the end of the policy", async () => {
    await withEngine("llamacpp", honest, async (engine, wire) => {
      await ask(engine);
      for (const body of wire.seen) {
        expect(body).toMatchObject({
          top_k: 1,
          temperature: 0,
          stream: true,
          message_delimiters: [{ role: "user", delimiter: "<|start|>user" }],
        });
      }
    });
  });

  it("samples from all tokens, with a seed that does not mean a random one", async () => {
    await withEngine("llamacpp", honest, async (engine, wire) => {
      for (const seed of [7, 0xffff_ffff]) await ask(engine, generateRequest("Hi", { seed }));
      expect(wire.seen.map(({ top_k }) => top_k)).toEqual([0, 0, 0, 0]);
      expect(wire.seen.map(({ seed }) => seed)).toEqual([7, 7, 0, 0]);
    });
  });

  it("allows only the final control token in the output, and stops the analysis at any", async () => {
    await withEngine("llamacpp", honest, async (engine, wire) => {
      await ask(engine);
      const [first, second] = wire.seen as [Body, Body];
      expect(first["stop"]).toContain("<|end|>");
      expect(first).not.toHaveProperty("logit_bias");
      expect(second).not.toHaveProperty("stop");
      const banned = new Map(second["logit_bias"] as [number, false][]);
      expect(banned.has(CONTROL_TOKENS.return)).toBe(false);
      expect(banned.size).toBe(VOCAB_SIZE - FIRST_CONTROL_TOKEN - 1);
      expect([...banned.values()].every((bias) => bias === false)).toBe(true);
    });
  });
});

describe("a stream of llama.cpp", () => {
  const partial = (token: number, content: string): Body => ({ content, tokens: [token], stop: false });
  const last = (body: Body, predicted: number, more: Body = {}): Body => ({
    ...llamaAnswer(body, []),
    tokens_predicted: predicted,
    ...more,
  });
  const streamed =
    (more: Body = {}): Script =>
    (body) => {
      const ids = encodeOrdinary(isSecondStep(body) ? VERDICT : THOUGHT);
      const texts = isSecondStep(body) ? [VERDICT] : [THOUGHT];
      return stream([
        ...ids.map((id, index) => partial(id, texts[index] ?? "")),
        last(body, ids.length, isSecondStep(body) ? more : {}),
      ]);
    };

  it("is joined into one output", async () => {
    expect(await outcome("llamacpp", streamed())).toMatchObject({ final: VERDICT, reasoning: THOUGHT });
  });

  it("is read from its text if tokens that end inside a character are missing", async () => {
    const script: Script = (body) => {
      const text = isSecondStep(body) ? VERDICT.replace("Fine.", "Fine 𓀀.") : THOUGHT;
      const ids = encodeOrdinary(text);
      return stream([partial(ids[0]!, text), last(body, ids.length)]);
    };
    expect(await outcome("llamacpp", script)).toMatchObject({ final: expect.stringContaining("Fine 𓀀.") });
  });

  it.each<[string, (body: Body) => WireAnswer, object]>([
    ["ends early", () => stream([partial(1, "a")]), { code: "engine_failed", retryable: true }],
    ["is empty", () => stream([]), { code: "engine_failed", retryable: true }],
    [
      "fails in the middle",
      () => stream([partial(1, "a"), { error: { code: 500, message: "broken", type: "server_error" } }]),
      { code: "engine_failed", retryable: true },
    ],
    [
      "fails for lack of context",
      () => stream([partial(1, "a"), { error: { code: 500, message: "Context size has been exceeded." } }]),
      { code: "engine_unavailable", retryable: true },
    ],
    [
      "fills the context",
      (body) => stream([partial(1, "a"), last(body, 1, { truncated: true, stop_type: "limit" })]),
      { code: "output_truncated", retryable: false },
    ],
  ])("is an error if it %s", async (_, answer, expected) => {
    expect(await outcome("llamacpp", (body) => answer(body))).toMatchObject(expected);
  });
});

describe("an overflow of the context that llama.cpp's slots share", () => {
  it("ejects no server, however often it occurs, and says what to do", async () => {
    const full = { status: 500, body: { error: { code: 500, message: "Context size has been exceeded." } } };
    let overflows = 0;
    const script: Script = (body, index, path) => ((overflows += 1) <= 10 ? full : honest(body, index, path));
    await withEngine("llamacpp", script, async (engine) => {
      for (let n = 0; n < 10; n += 1) {
        const error = await ask(engine).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(EngineUnavailableError);
        expect(String(error)).toContain("a separate context for each request");
        expect(engine.health()).toEqual({ status: "ready" });
      }
      expect(await ask(engine)).toMatchObject({ final: VERDICT });
    });
  });
});

describe("a llama.cpp server at startup", () => {
  it.each([
    ["its name", "openai/gpt-oss-safeguard-20b", "openai/gpt-oss-safeguard-20b"],
    ["an alias", "safeguard", "safeguard"],
    ["nothing", null, "openai/gpt-oss-safeguard-20b"],
  ])("is accepted if the model is configured by %s", async (_, model, shown) => {
    await withEngine("llamacpp", honest, async (engine) => expect(engine.info().model).toBe(shown), {
      model,
    });
  });

  it("is refused if it does not have the model", async () => {
    const wire = await startScriptedWire("llamacpp", honest);
    const engine = new RemoteEngine(remoteOptions(wire.url, { model: "gpt-5" }));
    await expect(engine.start()).rejects.toBeInstanceOf(EngineFailedError);
    await engine.close();
    await wire.close();
  });

  it("gets no more concurrent requests than it has slots", async () => {
    await withEngine("llamacpp", honest, async (engine) => expect(engine.info().maxConcurrency).toBe(4), {
      maxInFlightPerServer: 32,
    });
  });
});
