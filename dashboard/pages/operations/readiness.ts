import { ConnectionError, errorFrom } from "../../../packages/client/src/errors.ts";
import type { Schemas } from "../../../packages/client/src/client.ts";

export type Readiness = Schemas["Readiness"];

/** The service reports its readiness from memory, even if nothing else works: 503 is a report too. */
export async function fetchReadiness(signal: AbortSignal): Promise<Readiness> {
  let response: Response;
  try {
    response = await fetch("/readyz", { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new ConnectionError("the service cannot be reached", null, { cause });
  }
  if (response.status !== 200 && response.status !== 503) throw await errorFrom("GET /readyz", response);
  return (await response.json()) as Readiness;
}
