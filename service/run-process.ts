import { EngineError } from "../engine/errors.ts";
import { readEnv } from "./config/env.ts";
import { readConfig } from "./config/read-config.ts";
import type { Role } from "./context.ts";
import { OperatorError, ServiceError } from "./errors.ts";
import { runService, type RunningService } from "./run-service.ts";

/** The whole of an entry point: read the environment, start, serve until a signal, drain. */
export async function runProcess(role: Role): Promise<void> {
  let service: RunningService;
  try {
    const { config, secrets } = readConfig(readEnv());
    const { kind, modelDirectory } = config.engine;
    if (role !== "api" && kind === "local" && modelDirectory === null) {
      throw new StartError(
        "GAVEL_MODEL_DIR is not set: name a model, or try `npm run quickstart`, which makes a test model.",
      );
    }
    service = await runService(config, secrets, role);
  } catch (error) {
    return fail(error);
  }
  const { logger } = service.context;
  const ending = closeOnSignals(service);
  if (service.createdKey !== null) {
    // To the terminal, and not through the logger: this is the only time that the key is shown.
    process.stderr.write(`API key (shown once): ${service.createdKey}\n`);
  }
  endWhenHopeless(service, ending);
  try {
    await service.judging;
    logger.info({ url: service.url, role }, "ready");
  } catch (error) {
    // A signal while the model loads makes loading fail; that is no failure of ours.
    if (ending.began()) return;
    logger.fatal({ err: error }, "the engine did not start");
    await ending.stop();
    fail(error);
  }
}

/** npm passes a Ctrl-C on that the terminal has sent to the whole process group already. */
const SAME_SIGNAL_MS = 1000;

/** The end of a process: asked for by a signal, or here. */
export interface Ending {
  readonly stop: () => Promise<void>;
  readonly began: () => boolean;
}

/**
 * Drains on the first SIGINT or SIGTERM. One that comes a second later ends the process the hard way. The end is
 * explicit, because BullMQ leaves a timer behind where Redis is away while it closes.
 */
export function closeOnSignals(service: RunningService): Ending {
  const { logger } = service.context;
  let closing: Promise<void> | undefined;
  const onSignal = (): void =>
    void stop().then(
      () => process.exit(),
      (error: unknown) => {
        logger.error({ err: error }, "closing failed");
        process.exit(1);
      },
    );
  const stopListening = (): void => {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  };
  const drain = async (): Promise<void> => {
    setTimeout(stopListening, SAME_SIGNAL_MS).unref();
    logger.info({}, "draining");
    await service.close();
    logger.info({}, "closed");
  };
  const stop = (): Promise<void> => (closing ??= drain());
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return { stop, began: () => closing !== undefined };
}

const HOPE_CHECK_MS = 1000;
/** Draining may itself wait for what does not work. */
const HOPELESS_GRACE_MS = 10_000;

/** A process that cannot recover ends, so that whatever runs it starts another. */
function endWhenHopeless(service: RunningService, ending: Ending): void {
  const { logger, vitalSigns } = service.context;
  const checking = setInterval(() => {
    if (vitalSigns.canRecover()) return;
    clearInterval(checking);
    logger.fatal({ checks: vitalSigns.readiness().checks }, "this process cannot recover and ends");
    process.exitCode = 1;
    setTimeout(() => process.exit(1), HOPELESS_GRACE_MS).unref();
    void ending.stop().finally(() => process.exit(1));
  }, HOPE_CHECK_MS).unref();
}

/** The process cannot start as it is configured. */
export class StartError extends OperatorError {
  override readonly name = "StartError";
}

/** Prints an error that ends the process. Only an unexpected one is printed with its stack. */
export function fail(error: unknown): void {
  console.error(isExpected(error) ? `gavel: ${error.message}` : error);
  process.exitCode = 1;
}

function isExpected(error: unknown): error is Error {
  return (
    error instanceof OperatorError ||
    error instanceof ServiceError ||
    error instanceof EngineError ||
    isFileError(error)
  );
}

/** Node's own errors of file operations: their messages name the path and the reason. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "path" in error;
}
