import type { Engine } from "../../engine/engine.ts";
import type { WorkerReport } from "../../schemas/service-state.ts";

/** What a started engine is and does, for operators. */
export function engineReport(engine: Engine, restarts: number): NonNullable<WorkerReport["engine"]> {
  const { model, engine: kind, engineVersion, warning, maxContextTokens } = engine.info();
  const { running, waiting, kvCacheShare, servers } = engine.load();
  return {
    model,
    engine: kind,
    engine_version: engineVersion,
    warning,
    max_context_tokens: maxContextTokens,
    running,
    waiting,
    kv_cache_share: kvCacheShare,
    restarts,
    servers: servers.map(({ address, status, inFlight, maxInFlight, ejections, retryInMs }) => ({
      address,
      status,
      in_flight: inFlight,
      max_in_flight: maxInFlight,
      ejections,
      retry_in_ms: retryInMs,
    })),
  };
}
