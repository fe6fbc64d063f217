/**
 * A model server with vLLM's API. Every completion takes a fixed time, a limited number run at a time, and further ones
 * wait. Argument: `[milliseconds, at a time]` as JSON. Reports its URL to its parent.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CONTROL_TOKENS } from "../../engine/harmony/control-tokens.ts";
import { encodeOrdinary } from "../../engine/harmony/tokenizer.ts";

const [serviceMs, atATime] = JSON.parse(process.argv[2] ?? "[10,8]") as [number, number];
const MODEL = "scripted";
const ANALYSIS = [...encodeOrdinary("It asks for nothing and sells nothing."), CONTROL_TOKENS.end];
const ANSWER = [
  ...encodeOrdinary(
    '{"violation": 0, "policy_category": null, "rule_ids": [], "confidence": "high", "rationale": "Fine."}',
  ),
  CONTROL_TOKENS.return,
];

const line: (() => void)[] = [];
let busy = 0;

function begin(): void {
  while (busy < atATime && line.length > 0) {
    busy += 1;
    const done = line.shift()!;
    setTimeout(() => {
      busy -= 1;
      done();
      begin();
    }, serviceMs);
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  if (request.url === "/version") return send(response, { version: "0.32.0" });
  if (request.url === "/v1/models") {
    return send(response, {
      object: "list",
      data: [{ id: MODEL, owned_by: "vllm", max_model_len: 131_072 }],
    });
  }
  if (request.url !== "/v1/completions") return send(response, {});
  const asked = JSON.parse(Buffer.concat(chunks).toString()) as {
    prompt: number[];
    structured_outputs?: object;
  };
  await new Promise<void>((resolve) => {
    line.push(resolve);
    begin();
  });
  const tokens = asked.structured_outputs === undefined ? ANALYSIS : ANSWER;
  const prompt_tokens = asked.prompt.length;
  send(response, {
    id: "cmpl-1",
    object: "text_completion",
    created: 0,
    model: MODEL,
    choices: [
      { index: 0, text: "", logprobs: null, finish_reason: "stop", stop_reason: null, token_ids: tokens },
    ],
    usage: {
      prompt_tokens,
      completion_tokens: tokens.length,
      total_tokens: prompt_tokens + tokens.length,
      prompt_tokens_details: null,
    },
  });
}

function send(response: ServerResponse, body: unknown): void {
  const payload = JSON.stringify(body);
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(payload),
  });
  response.end(payload);
}

process.on("disconnect", () => process.exit());
const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
}).listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
