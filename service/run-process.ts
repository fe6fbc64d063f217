import { EngineError } from "../engine/errors.ts";
import { readEnv } from "./config/env.ts";
import { readConfig } from "./config/read-config.ts";
import type { Role } from "./context.ts";
import { runService, type RunningService } from "./run-service.ts";

/** The whole of an entry point: read the environment, start, serve until a signal, drain. */
export async function runProcess(role: Role): Promise<void> {
  let service: RunningService;
  try {
    const { config, secrets } = readConfig(readEnv());
    if (role !== "api" && config.engine.modelDirectory === null) {
      throw new StartError("GAVEL_MODEL_DIR is not set: name a model, or try `npm run quickstart`, which makes a test model.");
    }
    service = await runService(config, secrets, role);
  } catch (error) {
    return fail(error);
  }
  const { logger } = service.context;
  const stop = closeOnSignals(service);
  if (service.createdKey !== null) {
    // To the terminal, and not through the logger: this is the only time that the key is shown.
    process.stderr.write(`API key (shown once): ${service.createdKey}\n`);
  }
  try {
    await service.judging;
    logger.info({ url: service.url, role }, "ready");
  } catch (error) {
    logger.fatal({ err: error }, "the engine did not start");
    await stop();
    fail(error);
  }
}

/** Drains on the first SIGINT or SIGTERM. A second one ends the process the hard way. */
function closeOnSignals(service: RunningService): () => Promise<void> {
  const stop = async (): Promise<void> => {
    process.removeAllListeners("SIGINT");
    process.removeAllListeners("SIGTERM");
    service.context.logger.info({}, "draining");
    await service.close();
    service.context.logger.info({}, "closed");
  };
  const onSignal = (): void =>
    void stop().catch((error: unknown) => {
      service.context.logger.error({ err: error }, "closing failed");
      process.exitCode = 1;
    });
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  return stop;
}

/** The environment lacks something; `message` says what to do. */
class StartError extends Error {
  override readonly name = "StartError";
}

/** Errors that say what to do are one line; only faults of ours show where they come from. */
const SPEAKING = new Set(["ConfigError", "StartError", "ListenError", "DataDirectoryLockedError", "ServiceError"]);

function fail(error: unknown): void {
  const speaks = error instanceof Error && (SPEAKING.has(error.name) || error instanceof EngineError);
  console.error(speaks ? `gavel: ${error.message}` : error);
  process.exitCode = 1;
}
