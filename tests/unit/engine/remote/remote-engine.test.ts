import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { EngineFailedError, EngineUnavailableError } from "../../../../engine/errors.ts";
import { detectServer } from "../../../../engine/remote/adapters/detect-server.ts";
import { RemoteEngine } from "../../../../engine/remote/remote-engine.ts";
import { SERVER_KINDS } from "../../../../engine/remote/remote-options.ts";
import { generateRequest } from "../../../helpers/generate-request.ts";
import {
  chatCompletion,
  clientOf,
  remoteOptions,
  isSecondStep,
  type Script,
  startScriptedWire,
  THOUGHT,
  VERDICT,
  vllmCompletion,
  vllmThatAnswers,
  withEngine,
} from "./scripted-wire.ts";

const NEVER = new AbortController().signal;
const honest: Script = vllmThatAnswers((body) => vllmCompletion(body, VERDICT));
const refuse: Script = () => ({ status: 500, body: {} });

describe("detectServer", () => {
  it.each(SERVER_KINDS.filter((kind) => kind !== "completions"))("recognizes %s", async (kind) => {
    const wire = await startScriptedWire(kind, refuse);
    const client = clientOf(wire.url);
    expect(await detectServer(client, NEVER)).toBe(kind);
    client.close();
    await wire.close();
  });

  it("does not misdetect a server that is loading", async () => {
    const server = createHttpServer((_, response) => response.writeHead(503).end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(detectServer(client, NEVER)).rejects.toBeInstanceOf(EngineUnavailableError);
    client.close();
    server.closeAllConnections();
    server.close();
  });
});

describe("RemoteEngine", () => {
  it("reports the model and the limits", async () => {
    await withEngine("vllm", honest, async (engine) => {
      expect(engine.info()).toEqual({
        model: "openai/gpt-oss-safeguard-20b",
        weightsSha256: null,
        engine: "vllm",
        engineVersion: "0.26.0",
        warning: null,
        maxContextTokens: 8192,
        maxConcurrency: 4,
      });
      expect(engine.health()).toEqual({ status: "ready" });
    });
  });

  it("reports its servers by host and port, and what they do", async () => {
    await withEngine("vllm", honest, async (engine) => {
      expect(engine.load()).toMatchObject({ running: 0, waiting: 0, kvCacheShare: null });
      const [server] = engine.load().servers;
      expect(server).toMatchObject({ status: "up", inFlight: 0, maxInFlight: 4, retryInMs: null });
      expect(server?.address).toMatch(/^127\.0\.0\.1:\d+$/);
    });
  });

  it("uses the server's limit if it is lower", async () => {
    await withEngine(
      "llamacpp",
      honest,
      async (engine) => expect(engine.info().maxContextTokens).toBe(16_383),
      {
        maxContextTokens: 131_072,
      },
    );
  });

  it("accepts a base URL with /v1", async () => {
    const wire = await startScriptedWire("vllm", honest);
    const engine = new RemoteEngine(remoteOptions(`${wire.url}/v1/`));
    await engine.start();
    expect(await engine.generate(generateRequest("Hi"), { signal: NEVER })).toMatchObject({ final: VERDICT });
    await engine.close();
    await wire.close();
  });

  it("refuses to start if the server lacks the model, or has several and none is configured", async () => {
    const wire = await startScriptedWire("openai", honest);
    const engine = new RemoteEngine(remoteOptions(wire.url, { model: "gpt-5" }));
    await expect(engine.start()).rejects.toBeInstanceOf(EngineFailedError);
    expect(engine.health().status).toBe("down");
    await engine.close();
    await wire.close();
  });

  it("waits for a server that is not running yet", async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    const { port } = holder.address() as AddressInfo;
    await new Promise((resolve) => holder.close(resolve));
    const engine = new RemoteEngine(remoteOptions(`http://127.0.0.1:${port}`));
    const started = engine.start();
    setTimeout(() => void engine.close(), 100);
    expect(engine.health().status).toBe("starting");
    await expect(started).rejects.toBeInstanceOf(EngineUnavailableError);
    expect(engine.health().status).toBe("closed");
  });

  it("returns a free output that the grammar accepts, without a second request", async () => {
    const script: Script = (body) => chatCompletion(body, { content: VERDICT, reasoning: THOUGHT });
    await withEngine("openai", script, async (engine, wire) => {
      const request = generateRequest("Hi", { maxReasoningTokens: 256 });
      expect(await engine.generate(request, { signal: NEVER })).toMatchObject({
        final: VERDICT,
        reasoning: THOUGHT,
      });
      expect(wire.seen).toHaveLength(1);
    });
  });

  it.each([
    ["a verdict of another policy", VERDICT.replace("null", '"HATE"')],
    ["text around it", `Here it is: ${VERDICT}`],
    ["two of them", `${VERDICT} ${VERDICT}`],
    ["a part of it", VERDICT.slice(0, -1)],
    ["one that decides twice", VERDICT.replace("{", '{"violation": 1, ')],
  ])("sends a second request with the schema if the free output is %s", async (_, content) => {
    const script: Script = (body) =>
      chatCompletion(body, { content: isSecondStep(body) ? VERDICT : content });
    await withEngine("openai", script, async (engine, wire) => {
      const request = generateRequest("Hi", { maxReasoningTokens: 256 });
      expect(await engine.generate(request, { signal: NEVER })).toMatchObject({ final: VERDICT });
      expect(wire.seen.map(isSecondStep)).toEqual([false, true]);
    });
  });

  it("returns the label's probabilities if the server reports them", async () => {
    const tokens = ['{"', "violation", '":', " ", "0"];
    const top = [{}, {}, {}, {}, { "token_id:15": -0.1, "token_id:16": -2.5 }];
    const logprobs = { tokens, token_logprobs: [], top_logprobs: top };
    const script = vllmThatAnswers((body) => vllmCompletion(body, VERDICT, { logprobs }));
    await withEngine("vllm", script, async (engine, wire) => {
      const { labelLogprobs } = await engine.generate(generateRequest("Hi"), { signal: NEVER });
      expect(labelLogprobs).toEqual({ 0: expect.closeTo(-0.1, 9), 1: expect.closeTo(-2.5, 9) });
      expect(wire.seen[1]).toMatchObject({ logprobs: 20, return_tokens_as_token_ids: true });
    });
  });

  it("uses another server if one fails", async () => {
    const [first, second] = await Promise.all([
      startScriptedWire("vllm", refuse),
      startScriptedWire("vllm", honest),
    ]);
    const engine = new RemoteEngine(remoteOptions(first.url, { urls: [first.url, second.url] }));
    await engine.start();
    expect(engine.info().maxConcurrency).toBeGreaterThanOrEqual(8);
    const answered = (index: number): Promise<boolean> =>
      engine.generate(generateRequest("Hi", { policy: `# Policy ${index}` }), { signal: NEVER }).then(
        () => true,
        () => false,
      );
    let failures = 0;
    for (let index = 0; failures < 3; index += 1) failures += (await answered(index)) ? 0 : 1;
    const next = await Promise.all([0, 1, 2, 3].map(answered));
    expect(next).toEqual([true, true, true, true]);
    await engine.close();
    await Promise.all([first.close(), second.close()]);
  });

  it("uses no server with a different model than the first", async () => {
    const wires = await Promise.all(
      ["small", "large"].map((model) => startScriptedWire("vllm", honest, model)),
    );
    const urls = wires.map(({ url }) => url);
    const engine = new RemoteEngine(remoteOptions(urls[0]!, { urls }));
    await engine.start();
    const { model } = engine.info();
    for (let index = 0; index < 6; index += 1) {
      await engine.generate(generateRequest("Hi", { policy: `# Policy ${index}` }), { signal: NEVER });
    }
    const [first, other] = model === "small" ? wires : wires.toReversed();
    expect(first!.seen).toHaveLength(12);
    expect(other!.seen).toHaveLength(0);
    await engine.close({ graceMs: 0 });
    await Promise.all(wires.map((wire) => wire.close()));
  });
});
