import { EngineUnavailableError } from "../../errors.ts";
import { withTimeout } from "../../waiting/with-timeout.ts";

const PROBE_TIMEOUT_MS = 5_000;

/** The probe's error, or undefined if it passed. Ends at the timeout or on `closed`, even if the probe does not. */
export async function probeWithinLimit<S>(
  probe: (server: S, signal: AbortSignal) => Promise<void>,
  server: S,
  closed: AbortSignal,
): Promise<Error | undefined> {
  try {
    await withTimeout((signal) => probe(server, signal), {
      timeoutMs: PROBE_TIMEOUT_MS,
      timeoutError: () => new EngineUnavailableError("The model server did not respond to a probe in time."),
      signals: [closed],
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("The probe failed.");
  }
}
