import type { Schemas } from "../../packages/client/src/client.ts";

/** What an API key may do. */
export type Scope = Schemas["ApiKey"]["scopes"][number];
