import { GavelClient } from "../../packages/client/src/client.ts";

/** The service that served this page; the browser adds the session's cookie. What failed is tried again by the hooks. */
export const client = new GavelClient({ url: location.origin, maxAttempts: 1, timeoutMs: 30_000 });
