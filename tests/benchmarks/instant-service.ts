/** The service with an engine that returns at once: what remains is the cost of the service. */
import type { GenerateResult } from "../../engine/engine.ts";
import { readEnv } from "../../service/config/env.ts";
import { composeAll } from "../../service/compose.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { runService } from "../../service/run-service.ts";
import { FakeEngine } from "../helpers/fake-engine.ts";

/** Does not keep requests as the fake of the tests does: in a benchmark they would be a memory leak. */
class InstantEngine extends FakeEngine {
  override async generate(...asked: Parameters<FakeEngine["generate"]>): Promise<GenerateResult> {
    this.requests.length = 0;
    return super.generate(...asked);
  }
}

const { config, secrets } = readConfig(readEnv());
const service = await runService(config, secrets, composeAll, { engine: new InstantEngine() });
await service.judging;
service.parts.logger.warn({ url: service.url }, "ready");
process.once("SIGTERM", () => void service.close());
