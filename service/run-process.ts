import { EngineError } from "../engine/errors.ts";
import { readEnv } from "./config/env.ts";
import { readConfig } from "./config/read-config.ts";
import { closeOnSignals, type Ending } from "./close-on-signals.ts";
import type { Compose } from "./compose.ts";
import { withRemedy } from "./engine-words.ts";
import { OperatorError, ServiceError } from "./errors.ts";
import { runService, type RunningService } from "./run-service.ts";

/** Runs an entry point: reads the environment, starts, serves until a signal, and drains. */
export async function runProcess(compose: Compose): Promise<void> {
  let service: RunningService;
  try {
    const { config, secrets } = readConfig(readEnv());
    service = await runService(config, secrets, compose);
  } catch (error) {
    return fail(error);
  }
  const { logger, role } = service.parts;
  const ending = closeOnSignals(service);
  if (service.createdKey !== null) {
    // To the terminal, and not through the logger: this is the only time that the key is shown.
    process.stderr.write(`API key (shown once): ${service.createdKey}\n`);
  }
  endWhenUnrecoverable(service, ending);
  try {
    await service.judging;
    logger.info({ url: service.url, role }, "ready");
  } catch (error) {
    // A signal while the model loads makes loading fail as intended.
    if (ending.began()) return;
    logger.fatal({ err: error }, "the engine did not start");
    await ending.stop();
    fail(error);
  }
}

const RECOVERY_CHECK_MS = 1000;
/** Draining may itself wait for the store that does not work. */
const UNRECOVERABLE_GRACE_MS = 10_000;

/** Ends a process that cannot recover, so that its supervisor starts another. */
function endWhenUnrecoverable(service: RunningService, ending: Ending): void {
  const { logger, vitalSigns } = service.parts;
  const checking = setInterval(() => {
    if (vitalSigns.canRecover()) return;
    clearInterval(checking);
    logger.fatal({ checks: vitalSigns.readiness().checks }, "this process cannot recover and exits");
    process.exitCode = 1;
    setTimeout(() => process.exit(1), UNRECOVERABLE_GRACE_MS).unref();
    void ending.stop().finally(() => process.exit(1));
  }, RECOVERY_CHECK_MS).unref();
}

/** Prints an error that ends the process. Only an unexpected one is printed with its stack. */
export function fail(error: unknown): void {
  const message = expectedMessage(error);
  console.error(message === null ? error : `gavel: ${message}`);
  process.exitCode = 1;
}

function expectedMessage(error: unknown): string | null {
  if (error instanceof EngineError) return withRemedy(error);
  const isExpected = error instanceof OperatorError || error instanceof ServiceError || isFileError(error);
  return isExpected ? error.message : null;
}

/** Node's own errors of file operations: their messages name the path and the reason. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "path" in error;
}
