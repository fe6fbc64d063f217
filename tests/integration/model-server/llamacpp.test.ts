import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { GenerateRequest, GenerateResult } from "../../../engine/engine.ts";
import {
  EngineAbortedError,
  EngineError,
  EngineUnavailableError,
  OutputTruncatedError,
} from "../../../engine/errors.ts";
import { RemoteEngine } from "../../../engine/remote/remote-engine.ts";
import type { RemoteOptions } from "../../../engine/remote/remote-options.ts";
import { generateRequest } from "../../helpers/generate-request.ts";
import type { ModelServerOptions } from "../../helpers/model-server/options.ts";
import type { ModelServer } from "../../helpers/model-server/start-model-server.ts";
import { untilRunning } from "../../helpers/model-server/until-running.ts";
import { Servers } from "./servers.ts";

/** How an engine handles the behaviour of a real llama.cpp server, beyond the conformance suite. */

const servers = new Servers();
const engines: RemoteEngine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close({ graceMs: 0 })));
  await servers.stopServers();
});
afterAll(() => servers.stop());

const LONG = { maxReasoningTokens: 2000 };
/** More than fits in a cache of the last tokens. */
const LONG_CONTENT = "They sell rings of gold, all at half the price and only today. ".repeat(60);

function start(options: Omit<ModelServerOptions, "wire" | "modelDirectory"> = {}): Promise<ModelServer> {
  return servers.start({ wire: "llamacpp", ...options });
}

function engineBefore(urls: readonly string[], options: Partial<RemoteOptions> = {}): RemoteEngine {
  const engine = new RemoteEngine({
    urls,
    serverKind: "llamacpp",
    model: null,
    apiKey: null,
    maxInFlightPerServer: 32,
    maxContextTokens: 4096,
    ...options,
  });
  engines.push(engine);
  return engine;
}

async function startEngine(server: ModelServer, options: Partial<RemoteOptions> = {}): Promise<RemoteEngine> {
  const engine = engineBefore([server.url], options);
  await engine.start();
  return engine;
}

const ask = (engine: RemoteEngine, request: GenerateRequest): Promise<GenerateResult> =>
  engine.generate(request, { signal: new AbortController().signal });

/** As the queue does: retries after each retryable failure. */
async function askUntilAnswered(engine: RemoteEngine, request: GenerateRequest): Promise<GenerateResult> {
  for (;;) {
    try {
      return await ask(engine, request);
    } catch (error) {
      if (!(error instanceof EngineError) || !error.retryable) throw error;
    }
  }
}

describe("a llama.cpp server that ends", () => {
  it("loses no open request: another server judges them", async () => {
    const [ending, other] = await Promise.all([
      start({ analysisTokens: 100_000 }),
      start({ analysisTokens: 4 }),
    ]);
    const engine = engineBefore([ending.url]);
    await engine.start();
    const held = ask(engine, generateRequest("Hi", LONG));
    await untilRunning(ending, 1);
    await ending.terminate();
    await expect(held).rejects.toBeInstanceOf(EngineUnavailableError);
    expect(engine.health().status).toBe("down");

    const both = engineBefore([ending.url, other.url]);
    await both.start();
    expect(JSON.parse((await askUntilAnswered(both, generateRequest("Hi"))).final)).toHaveProperty(
      "violation",
    );
  });
});

describe("an abandoned request", () => {
  it("frees its slot, whether its caller aborts or the engine closes", async () => {
    const server = await start({ maxNumSeqs: 1, analysisTokens: 100_000 });
    const engine = await startEngine(server);
    const abort = new AbortController();
    const abandoned = engine.generate(generateRequest("Hi", LONG), { signal: abort.signal });
    await untilRunning(server, 1);
    abort.abort();
    await expect(abandoned).rejects.toBeInstanceOf(EngineAbortedError);
    await untilRunning(server, 0);
    const late = ask(engine, generateRequest("Hi", LONG));
    await untilRunning(server, 1);
    await Promise.all([
      engine.close({ graceMs: 0 }),
      expect(late).rejects.toBeInstanceOf(EngineAbortedError),
    ]);
    await untilRunning(server, 0);
  });
});

describe("the policy's cache", () => {
  it("is kept after content that is longer than the window of the last tokens", async () => {
    const engine = await startEngine(await start());
    const policy = "A policy of some length, by which all of these are judged. ".repeat(20);
    const cached: number[] = [];
    for (const content of ["One. ", "Two. ", "Three. "]) {
      const request = generateRequest(content + LONG_CONTENT, { policy });
      const { usage } = await ask(engine, request);
      expect(request.prompt.tokens.length - request.prompt.sharedTokens).toBeGreaterThan(640);
      cached.push(usage.cachedTokens / request.prompt.sharedTokens);
    }
    expect(cached[0]).toBeLessThan(0.5);
    expect(Math.min(...cached.slice(1))).toBeGreaterThan(0.9);
  });
});

describe("the context", () => {
  it("that an output fills causes an error that is not retried, and ejects no server", async () => {
    const outputSchema = {
      type: "object",
      additionalProperties: false,
      required: ["text"],
      properties: { text: { type: "string", minLength: 20_000, maxLength: 30_000 } },
    };
    const request = generateRequest("Hi", { outputSchema, maxReasoningTokens: 0 });
    const server = await start({ maxContextTokens: request.prompt.tokens.length + 1100 });
    const engine = await startEngine(server);
    await expect(ask(engine, request)).rejects.toBeInstanceOf(OutputTruncatedError);
    expect(engine.health()).toEqual({ status: "ready" });
    const posts = server.requests.filter(({ method }) => method === "POST");
    expect(posts).toHaveLength(1);
  });

  it("that all slots share overflows without an ejection, and every item is judged", async () => {
    const { tokens } = generateRequest("Hi").prompt;
    const server = await start({
      sharedContext: true,
      maxNumSeqs: 8,
      maxContextTokens: Math.max(1600, 4 * tokens.length),
      analysisTokens: 40,
    });
    const engine = await startEngine(server);
    let restarts = 0;
    engine.onRestart(() => (restarts += 1));
    const requests = Array.from({ length: 12 }, (_, index) =>
      generateRequest(`Item ${index}: ${"gold ".repeat(200)}`, { maxReasoningTokens: 64 }),
    );
    const results = await Promise.all(requests.map((request) => askUntilAnswered(engine, request)));
    expect(results).toHaveLength(12);
    expect(restarts).toBe(0);
  });
});

describe("the slots", () => {
  it("are never exceeded, so that the server still responds to probes", async () => {
    const server = await start({ maxNumSeqs: 2 });
    const engine = await startEngine(server);
    expect(engine.info().maxConcurrency).toBe(2);
    let most = 0;
    let done = false;
    const watch = (async () => {
      while (!done) most = Math.max(most, await server.running());
    })();
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => ask(engine, generateRequest(`Item ${index}`))),
    );
    done = true;
    await watch;
    expect(most).toBe(2);
  });
});

describe("at the start", () => {
  it("refuses a router, which has no model of its own", async () => {
    const engine = engineBefore([(await start({ router: true })).url]);
    await expect(engine.start()).rejects.toThrow(/router.*Start a server for this model alone/);
  });

  it("refuses a model that the server does not have, and names its models", async () => {
    const server = await start();
    const engine = engineBefore([server.url], { model: "gpt-5" });
    await expect(engine.start()).rejects.toThrow(/It has: openai\/gpt-oss-safeguard-20b\.$/);
  });

  it("refuses a key that the server rejects", async () => {
    const server = await start({ apiKey: "the-key" });
    await expect(engineBefore([server.url], { apiKey: "another" }).start()).rejects.toThrow(/key/);
  });

  it("waits while the model is being loaded, and still detects the kind of server", async () => {
    const server = await start({ loadingRequests: 3 });
    const engine = await startEngine(server, { serverKind: "auto" });
    expect(engine.info().engine).toBe("llamacpp");
  });

  it("reports the model by its name if the server reports a path", async () => {
    const engine = await startEngine(await start({ model: "/models/v2/gpt-oss-safeguard-20b-MXFP4.gguf" }));
    expect(engine.info().model).toBe("gpt-oss-safeguard-20b-MXFP4");
  });
});

describe("a seed", () => {
  it("is used, even if the server treats its number as random", async () => {
    const engine = await startEngine(await start());
    const request = generateRequest("Perhaps spam.", { seed: 0xffff_ffff });
    const [first, second] = [await ask(engine, request), await ask(engine, request)];
    expect(second).toMatchObject({ reasoning: first.reasoning, final: first.final });
  });
});
