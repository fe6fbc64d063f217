import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import {
  EngineAbortedError,
  EngineFailedError,
  EngineUnavailableError,
  OutputEmptyError,
  PromptTooLongError,
} from "../../../../../engine/errors.ts";
import { generateRequest } from "../../../../helpers/generate-request.ts";
import { ask, outcome, shown } from "../pitfall-scripts.ts";
import { isSecondStep, type Script, THOUGHT, VERDICT, vllmCompletion, withEngine } from "../scripted-wire.ts";

describe("the connection", () => {
  const hang = (): void => {};

  it("is closed when the caller aborts a request to a server that hangs", async () => {
    let closed: () => void = () => {};
    const socketClosed = new Promise<void>((resolve) => (closed = resolve));
    const script: Script = () => (_, request) => request.socket.once("close", closed);
    await withEngine("vllm", script, async (engine) => {
      const abort = new AbortController();
      const answer = engine.generate(generateRequest("Hi"), { signal: abort.signal });
      setTimeout(() => abort.abort(), 30);
      await expect(answer).rejects.toBeInstanceOf(EngineAbortedError);
      await socketClosed;
    });
  });

  it.each<[string, (response: ServerResponse) => void, new (...args: never[]) => Error]>([
    ["half a JSON body", (response) => response.end('{"choices": [{"text": "{\\"viol'), EngineFailedError],
    ["an empty body", (response) => response.end(), EngineFailedError],
    ["HTML with 200", (response) => response.end("<html>secret</html>"), EngineFailedError],
    ["JSON in another format", (response) => response.end("[]"), EngineFailedError],
    ["null", (response) => response.end("null"), EngineFailedError],
    [
      "a reset in the body",
      (response) => {
        response.writeHead(200, { "Content-Length": "1000" });
        response.write('{"choices": [');
        setTimeout(() => response.socket?.resetAndDestroy(), 10);
      },
      EngineUnavailableError,
    ],
    [
      "an end before the announced length",
      (response) => {
        response.writeHead(200, { "Content-Length": "1000" });
        response.write('{"choices": [');
        setTimeout(() => response.socket?.destroy(), 10);
      },
      EngineUnavailableError,
    ],
    [
      "a reset before the response",
      (response) => void response.socket?.resetAndDestroy(),
      EngineUnavailableError,
    ],
  ])("has %s: a retryable error", async (_, answer, type) => {
    const error = await outcome("vllm", () => answer);
    expect(error).toSatisfy(
      (thrown: unknown) => thrown instanceof type || thrown instanceof OutputEmptyError,
    );
    expect(error).toMatchObject({ retryable: true });
    expect(shown(error)).not.toContain("secret");
  });

  it("refuses an endless body", async () => {
    const script: Script = () => (response) => {
      const block = Buffer.alloc(1024 * 1024, 0x20);
      const more = (): void => {
        while (!response.destroyed && response.write(block));
      };
      response.on("drain", more);
      response.on("error", hang);
      more();
    };
    expect(await outcome("vllm", script)).toBeInstanceOf(EngineUnavailableError);
  });

  it("waits for Retry-After, and retries", async () => {
    let refusals = 0;
    const script: Script = (body) => {
      refusals += 1;
      return refusals === 1
        ? { status: 429, headers: { "Retry-After": "1" }, body: { error: { message: "slow down" } } }
        : vllmCompletion(body, isSecondStep(body) ? VERDICT : THOUGHT);
    };
    expect(await outcome("vllm", script)).toMatchObject({ final: VERDICT });
    expect(refusals).toBe(3);
  });

  it.each([
    ["no Retry-After", {}],
    ["a long one", { "Retry-After": "3600" }],
    ["one that is not a number of seconds", { "Retry-After": "soon" }],
  ])("leaves the wait to the queue: 429 with %s", async (_, headers) => {
    const error = await outcome("vllm", () => ({ status: 429, headers: { ...headers }, body: {} }));
    expect(error).toBeInstanceOf(EngineUnavailableError);
  });

  it("stops waiting when the caller aborts", async () => {
    const script: Script = () => ({ status: 503, headers: { "Retry-After": "20" }, body: {} });
    await withEngine("vllm", script, async (engine) => {
      const answer = engine.generate(generateRequest("Hi"), { signal: AbortSignal.timeout(50) });
      await expect(answer).rejects.toBeInstanceOf(EngineAbortedError);
    });
  });

  it.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [413, false],
    [422, false],
    [302, false],
    [408, true],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
    [529, true],
  ])("maps status %i to an error, retryable: %s", async (status, retryable) => {
    const error = await outcome("vllm", () => ({ status, body: { error: { message: "secret words" } } }));
    expect(error).toMatchObject({ retryable });
    expect(shown(error)).not.toContain("secret");
  });

  it.each([
    [{ error: { message: "This model's maximum context length is 4096 tokens. However, you requested" } }],
    [{ error: { code: "context_length_exceeded" } }],
    [{ error: { type: "exceed_context_size_error" } }],
    [{ error: "the input is longer than the model's context length" }],
  ])("recognizes a prompt that is too long: %j", async (body) => {
    expect(await outcome("vllm", () => ({ status: 400, body }))).toBeInstanceOf(PromptTooLongError);
  });

  it("is kept open, and replaced if the server has closed it meanwhile", async () => {
    const sockets = new Set<unknown>();
    const script: Script = (body) => (response, request) => {
      sockets.add(request.socket);
      const answer = vllmCompletion(body, isSecondStep(body) ? VERDICT : THOUGHT) as { body: unknown };
      response.end(JSON.stringify(answer.body));
    };
    await withEngine("vllm", script, async (engine) => {
      await ask(engine);
      expect(sockets.size).toBe(1);
      for (const socket of sockets) (socket as ServerResponse["socket"])?.destroy();
      expect(await ask(engine)).toMatchObject({ final: VERDICT });
    });
  });

  it("sends the key, which no error contains", async () => {
    const apiKey = "key-of-the-server";
    const script: Script = () => ({ status: 401, body: { error: { message: `${apiKey} is wrong` } } });
    await withEngine(
      "vllm",
      script,
      async (engine, wire) => {
        const error: unknown = await ask(engine).catch((reason: unknown) => reason);
        expect(wire.headers.every(({ authorization }) => authorization === `Bearer ${apiKey}`)).toBe(true);
        expect(shown(error)).not.toContain(apiKey);
      },
      { apiKey },
    );
  });
});
