import type { EngineLoad } from "./engine.ts";

/** The load of an engine that does nothing, or has not reported yet. */
export const IDLE_LOAD: EngineLoad = { running: 0, waiting: 0, kvCacheShare: null, servers: [] };
