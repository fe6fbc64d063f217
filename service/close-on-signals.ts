import type { RunningService } from "./run-service.ts";

/** npm forwards a Ctrl-C that the terminal has already sent to the whole process group. */
const SAME_SIGNAL_MS = 1000;

/** The shutdown of a process, requested by a signal or by `stop`. */
export interface Ending {
  readonly stop: () => Promise<void>;
  readonly began: () => boolean;
}

/**
 * Drains on the first SIGINT or SIGTERM, and exits explicitly: BullMQ leaves a timer running if Redis is unavailable
 * while it closes. A signal that arrives more than a second later kills the process.
 */
export function closeOnSignals(service: RunningService): Ending {
  const { logger } = service.parts;
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
