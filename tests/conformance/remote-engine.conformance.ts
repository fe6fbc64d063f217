import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { neutralizeControlTokens } from "../../engine/harmony/neutralize-control-tokens.ts";
import { decodeTokens } from "../../engine/harmony/tokenizer.ts";
import { RemoteEngine } from "../../engine/remote/remote-engine.ts";
import type { ServerKind } from "../../engine/remote/remote-options.ts";
import { generateRequest } from "../helpers/generate-request.ts";
import { type ModelServer, startModelServer } from "../helpers/model-server/start-model-server.ts";
import { untilRunning } from "../helpers/model-server/until-running.ts";
import { describeEngine } from "./engine.conformance.ts";

type Body = Readonly<Record<string, unknown>>;

/** Ollama describes the model in response to a POST too. */
function isDetection(body: unknown): boolean {
  return typeof body === "object" && body !== null && Object.keys(body).join() === "model";
}

/** The tests for every kind of server, against a server that generates with the test model. */
export function describeRemoteEngine(wire: ServerKind, options: Parameters<typeof describeEngine>[2]): void {
  describe(`with ${wire}`, () => {
    let server: ModelServer;

    beforeAll(async () => {
      server = await startModelServer({ wire, apiKey: "secret-key-of-the-server" });
    });
    afterAll(() => server.stop());

    function makeEngine(): RemoteEngine {
      return new RemoteEngine({
        urls: [server.url],
        // It cannot be distinguished from a server of chat completions.
        serverKind: wire === "completions" ? wire : "auto",
        model: null,
        apiKey: "secret-key-of-the-server",
        maxInFlightPerServer: 8,
        maxContextTokens: 4096,
      });
    }

    describeEngine(`RemoteEngine with ${wire}`, makeEngine, options);

    it("receives two requests: one free, then one under the schema after the final header", async () => {
      const engine = makeEngine();
      await engine.start();
      const before = server.requests.length;
      const request = generateRequest("Is this spam?", { maxReasoningTokens: 8 });
      const { reasoning } = await engine.generate(request, { signal: new AbortController().signal });
      const bodies = server.requests
        .slice(before)
        .flatMap(({ method, body }) => (method === "POST" ? [body] : []));
      const [first, second] = bodies.filter((body) => !isDetection(body)) as [Body, Body];
      const holdsSchema = [first, second].map((body) => {
        const { messages: _, ...rest } = body;
        return JSON.stringify(rest).includes("additionalProperties");
      });
      expect(holdsSchema).toEqual([false, true]);
      const prompts = [first, second].map(
        (body) => (body["prompt"] ?? body["input_ids"]) as number[] | undefined,
      );
      if (prompts[0] !== undefined && prompts[1] !== undefined) {
        const { tokens } = request.prompt;
        const behind = prompts.map((prompt) => decodeTokens(prompt!.slice(tokens.length)));
        expect(prompts.map((prompt) => prompt!.slice(0, tokens.length))).toEqual([[...tokens], [...tokens]]);
        expect(behind).toEqual([
          "<|channel|>analysis<|message|>",
          `<|channel|>analysis<|message|>${reasoning}<|end|><|start|>assistant<|channel|>final<|message|>`,
        ]);
      } else {
        const messages = [first, second].map(
          (body) => body["messages"] as { role: string; content: string; thinking?: string }[],
        );
        expect(messages[0]!.map(({ role }) => role)).toEqual(["system", "user"]);
        expect(messages[1]![1]).toEqual(messages[0]![1]);
        const analysis = neutralizeControlTokens(reasoning);
        const carriers = messages[1]!.filter(
          ({ content, thinking }) => thinking === analysis || content.includes(JSON.stringify(analysis)),
        );
        expect(carriers).toHaveLength(1);
      }
      await engine.close();
    });

    it("stops generating when the callers abort", async () => {
      const engine = makeEngine();
      await engine.start();
      const abort = new AbortController();
      const requests = [1, 2, 3].map((index) =>
        engine.generate(generateRequest(`Long ${index}`, { maxReasoningTokens: 1000 }), {
          signal: abort.signal,
        }),
      );
      await untilRunning(server, 3);
      abort.abort();
      const outcomes = await Promise.allSettled(requests);
      expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
      await untilRunning(server, 0);
      await engine.close();
    });

    it("is recognized", async () => {
      const engine = makeEngine();
      await engine.start();
      expect(engine.info().engine).toBe(wire);
      await engine.close();
    });
  });
}
