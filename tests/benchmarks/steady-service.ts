/**
 * The service with an engine that takes a fixed time per item and runs 64 items at a time, as a real one does: here the
 * engine is the bottleneck, and not the shared processor.
 */
import { readEnv } from "../../service/config/env.ts";
import { composeAll } from "../../service/compose.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { runService } from "../../service/run-service.ts";
import { FakeEngine } from "../helpers/fake-engine.ts";

const ENGINE_MS = 500;

const { config, secrets } = readConfig(readEnv());
const engine = new FakeEngine(undefined, { delayMs: ENGINE_MS });
const service = await runService(config, secrets, composeAll, { engine });
await service.judging;
service.parts.logger.warn({ url: service.url }, "ready");
process.once("SIGTERM", () => void service.close());
