/** Starts an engine, prints the id of its process, and keeps it busy until it is killed: see engine-process.test.ts. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalEngineOptions } from "../../engine/create-engine.ts";
import { SupervisedEngine } from "../../engine/local/process/supervised-engine.ts";
import { generateRequest } from "./generate-request.ts";

const engine = new SupervisedEngine(JSON.parse(process.argv[2] ?? "{}") as LocalEngineOptions);
await engine.start();
void engine.generate(generateRequest("busy", { maxReasoningTokens: 3000 }), {
  signal: AbortSignal.timeout(600_000),
});
process.stdout.write(`${engine.pid}\n`);
await sleep(600_000);
