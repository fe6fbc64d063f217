/** The service with an engine that answers at once: what is left is the service's own cost. */
import { readEnv } from "../../service/config/env.ts";
import { readConfig } from "../../service/config/read-config.ts";
import { runService } from "../../service/run-service.ts";
import { FakeEngine } from "../helpers/fake-engine.ts";

const { config, secrets } = readConfig(readEnv());
const service = await runService(config, secrets, "all", { engine: new FakeEngine() });
await service.judging;
service.context.logger.warn({ url: service.url }, "ready");
process.once("SIGTERM", () => void service.close());
