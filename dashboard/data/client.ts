import { GavelClient } from "../../packages/client/src/client.ts";

/** The service that served this page; the browser adds the session's cookie. The hooks retry failed requests. */
export const client = new GavelClient({ url: location.origin, maxAttempts: 1, timeoutMs: 30_000 });
