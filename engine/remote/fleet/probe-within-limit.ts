import { EngineUnavailableError } from "../../errors.ts";

const PROBE_LIMIT_MS = 5_000;

/** The probe's error, or undefined where it passed. Ends in 5 seconds or on `closed`, even if the probe does not. */
export function probeWithinLimit<S>(
  probe: (server: S, signal: AbortSignal) => Promise<void>,
  server: S,
  closed: AbortSignal,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const limit = new AbortController();
    const giveUp = (): void => {
      limit.abort();
      settle(new EngineUnavailableError("The model server did not answer a probe in time."));
    };
    const timer = setTimeout(giveUp, PROBE_LIMIT_MS);
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      closed.removeEventListener("abort", giveUp);
      resolve(error);
    };
    closed.addEventListener("abort", giveUp, { once: true });
    probe(server, limit.signal).then(
      () => settle(),
      (error: unknown) => settle(error instanceof Error ? error : new Error("The probe failed.")),
    );
  });
}
