/**
 * An entry point of the service with a scripted engine: `service.ts <all|api|worker> <milliseconds> <at a time>`.
 * The engine has a set time for an item and a set concurrency, and judges content by whether it contains the marker, so
 * that a wrong or missing verdict is detected.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineInfo, GenerateRequest, GenerateResult } from "../../engine/engine.ts";
import { decodeTokens } from "../../engine/harmony/tokenizer.ts";
import { readEnv } from "../../service/config/env.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { composeAll, composeApi, composeWorker } from "../../service/compose.ts";
import { runService } from "../../service/run-service.ts";
import { FakeEngine } from "../helpers/fake-engine.ts";
import { closeOnSignals } from "../../service/close-on-signals.ts";
import { VIOLATION_MARKER } from "./content.ts";

const COMPOSE = { all: composeAll, api: composeApi, worker: composeWorker };
const [, , role = "all", serviceMs = "0", atATime = "64"] = process.argv;

class ScriptedEngine extends FakeEngine {
  override info(): EngineInfo {
    return { ...super.info(), maxConcurrency: Number(atATime) };
  }

  /** Does not keep requests as the fake of the tests does: in a long run they would be a memory leak. */
  override async generate(...asked: Parameters<FakeEngine["generate"]>): Promise<GenerateResult> {
    this.requests.length = 0;
    await sleep(Number(serviceMs), undefined, { signal: asked[1].signal }).catch(() => {});
    return super.generate(...asked);
  }
}

function answer({ prompt }: GenerateRequest): string {
  const violation = decodeTokens(prompt.tokens).includes(VIOLATION_MARKER) ? 1 : 0;
  return JSON.stringify({
    violation,
    rationale: violation === 1 ? "It holds the marker." : "It does not hold the marker.",
  });
}

const { config, secrets } = readConfig(readEnv());
const service = await runService(config, secrets, COMPOSE[role as keyof typeof COMPOSE], {
  engine: new ScriptedEngine(answer),
});
closeOnSignals(service);
await service.judging;
service.parts.logger.info({ url: service.url }, "ready");
