/**
 * The process of a model server: options as JSON in the first argument, everything else over the channel to the parent.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createTestModel } from "../test-model.ts";
import { Generator } from "./generator.ts";
import { createFront } from "./http-front.ts";
import type { ModelServerOptions, WireName } from "./options.ts";
import type { FromServer, ToServer } from "./start-model-server.ts";
import type { Wire, WireContext } from "./wire.ts";
import { completions } from "./wires/completions.ts";
import { llamacpp } from "./wires/llamacpp.ts";
import { ollama } from "./wires/ollama.ts";
import { openai } from "./wires/openai.ts";
import { sglang } from "./wires/sglang.ts";
import { vllm } from "./wires/vllm.ts";

const MAKERS: Readonly<Record<WireName, (context: WireContext) => Wire>> = {
  vllm,
  sglang,
  llamacpp,
  ollama,
  openai,
  completions,
};

/** gpt-oss' window of 128 tokens, and one batch of 512 tokens. */
const LLAMACPP_CACHE_WINDOW = 640;

const options = JSON.parse(process.argv[2] ?? "") as ModelServerOptions;
const { wire, apiKey = null, maxNumSeqs = 8, maxContextTokens = 4096, reportCachedTokens = true } = options;
const model = options.modelDirectory === undefined ? await createTestModel() : null;
const generator = await Generator.load({
  modelDirectory: options.modelDirectory ?? model!.options.modelDirectory,
  maxNumSeqs,
  maxContextTokens,
  habits: { analysisTokens: options.analysisTokens ?? 12, finalTokens: options.finalTokens ?? 24 },
  ...(wire === "llamacpp" ? { cacheWindow: LLAMACPP_CACHE_WINDOW } : {}),
  ...(options.sharedContext === true ? { sharedContextTokens: maxContextTokens } : {}),
});

const seen = new Map<number, () => void>();
let requests = 0;
const context: WireContext = {
  model: options.model ?? (wire === "ollama" ? "gpt-oss-safeguard:20b" : "openai/gpt-oss-safeguard-20b"),
  apiKey,
  maxContextTokens,
  maxNumSeqs,
  reportCachedTokens,
  router: options.router ?? false,
  generate: (request, signal) => generator.generate(request, signal),
};
const server = createFront(MAKERS[wire], context, {
  apiKey,
  faults: options.faults ?? [],
  loadingRequests: options.loadingRequests ?? 0,
  // The response is sent only after the parent has the request: after a response, the record contains the request.
  onRequest: (request) =>
    new Promise((resolve) => {
      requests += 1;
      seen.set(requests, resolve);
      tell({ kind: "request", id: requests, request });
    }),
});

process.on("message", (message: ToServer) => {
  if (message.kind === "seen") {
    seen.get(message.id)?.();
    seen.delete(message.id);
  } else if (message.kind === "terminate") {
    // Node keeps a connection open that has a request at the time of close(), and would serve a client's probes on it
    // without end. llama.cpp's server closes it.
    server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    server.close();
    generator.stop();
    tell({ kind: "terminating" });
  } else if (message.kind === "running?") {
    tell({ kind: "running", count: generator.running });
  } else {
    void stop();
  }
});
process.on("disconnect", () => void stop());

server.listen(0, "127.0.0.1");
await once(server, "listening");
tell({ kind: "ready", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

async function stop(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await model?.remove();
  process.exit(0);
}

function tell(message: FromServer): void {
  if (process.connected) process.send?.(message);
}
