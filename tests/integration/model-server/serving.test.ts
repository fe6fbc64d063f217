import { afterAll, describe, expect, it } from "vitest";
import { analysisHeaderTokens } from "../../../engine/harmony/assistant-headers.ts";
import { CONTROL_TOKENS } from "../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../../engine/harmony/tokenizer.ts";
import type { ModelServer } from "../../helpers/model-server/start-model-server.ts";
import { untilRunning } from "../../helpers/model-server/until-running.ts";
import { get, post, SCHEMA, Servers } from "./servers.ts";

const servers = new Servers();
afterAll(() => servers.stop());

const PROMPT = [CONTROL_TOKENS.start, ...encodeOrdinary("assistant"), ...analysisHeaderTokens()];

function complete(server: ModelServer, more: object = {}, signal?: AbortSignal) {
  const body = { prompt: PROMPT, max_tokens: 10, temperature: 0, ...more };
  return post(server, "/v1/completions", body, signal === undefined ? {} : { signal });
}

describe("a model server", () => {
  it("stops a generation whose client has disconnected, running or waiting, and continues serving", async () => {
    const server = await servers.start({ wire: "vllm", maxNumSeqs: 1, analysisTokens: 100_000 });
    const gone = new AbortController();
    const long = [
      complete(server, { max_tokens: 4000 }, gone.signal),
      complete(server, { max_tokens: 4000 }, gone.signal),
    ];
    await untilRunning(server, 2);
    gone.abort();
    for (const request of long) await expect(request).rejects.toThrow(/abort/i);
    await untilRunning(server, 0);
    expect((await complete(server)).body.usage.completion_tokens).toBe(10);
  });

  it("serves several requests at a time, each as if it were alone, and records them all", async () => {
    const server = await servers.start({ wire: "vllm", maxNumSeqs: 4 });
    const prompts = Array.from({ length: 12 }, (_, n) => [...PROMPT, ...encodeOrdinary(`item ${n}`)]);
    const alone: string[] = [];
    for (const prompt of prompts) alone.push((await complete(server, { prompt })).body.choices[0].text);
    const together = await Promise.all(prompts.map((prompt) => complete(server, { prompt })));
    expect(together.map(({ body }) => body.choices[0].text)).toEqual(alone);
    expect(server.requests).toHaveLength(24);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path: "/v1/completions",
      headers: { "content-type": "application/json" },
      body: { prompt: prompts[0] },
    });
  });

  it("has each requested fault once, and then responds correctly", async () => {
    const server = await servers.start({
      wire: "vllm",
      faults: [
        { kind: "answer", status: 503, headers: { "retry-after": "7" }, body: { error: "busy" } },
        { kind: "half body" },
        { kind: "reset in body" },
        { kind: "reset" },
        { kind: "hang" },
        { kind: "ignore schema" },
        { kind: "edit", values: { "choices.0.text": null } },
        { kind: "cut prompt", tokens: 3 },
        null,
      ],
    });
    const busy = await complete(server);
    expect([busy.status, busy.headers.get("retry-after"), busy.body]).toEqual([503, "7", { error: "busy" }]);
    await expect(complete(server)).rejects.toThrow(SyntaxError);
    await expect(complete(server)).rejects.toThrow();
    await expect(complete(server)).rejects.toThrow();
    await expect(complete(server, {}, AbortSignal.timeout(200))).rejects.toThrow(/timeout/i);
    const free = await complete(server, { structured_outputs: { json: SCHEMA } });
    expect(free.body.choices[0].text).not.toMatch(/^\{/);
    expect((await complete(server)).body.choices[0].text).toBeNull();
    expect((await complete(server)).body.usage.prompt_tokens).toBe(3);
    expect((await complete(server)).status).toBe(200);
    expect((await get(server, "/health")).status).toBe(200);
  });

  it("handles hostile bodies", async () => {
    const server = await servers.start({ wire: "llamacpp" });
    for (const body of [
      "",
      "{",
      "null",
      "[1]",
      '{"prompt":{"a":1}}',
      '{"prompt":[1.5]}',
      '{"prompt":[-1]}',
    ]) {
      const response = await fetch(`${server.url}/completion`, { method: "POST", body });
      expect(response.status, body).toBe(400);
    }
  });
});
