import { MAX_STATE_KEYS, MAX_STATE_PROCESSES, type ServiceState } from "../schemas/service-state.ts";
import { limitsOf } from "./config/key-limits.ts";
import type { Config } from "./config/config.ts";
import type { HeartbeatStore } from "./health/heartbeat-store.ts";
import type { Readiness } from "./health/readiness.ts";
import type { BacklogStore, Capacity, KeyQueue, WorkerStore } from "./judging/backlog-store.ts";
import { withSharedTimeout } from "./with-shared-timeout.ts";

/** The state is read at most once in this time, however many people watch. */
const FRESH_MS = 1000;

export interface ServiceStateDependencies {
  readonly config: Pick<Config, "limits" | "queue">;
  readonly readiness: () => Readiness;
  readonly heartbeats: Pick<HeartbeatStore, "processes">;
  readonly backlog: Pick<BacklogStore, "keyQueues">;
  readonly workers: Pick<WorkerStore, "capacity">;
  readonly webhooks: { countPending(): Promise<number> };
}

/**
 * Reads what an engineer on call needs to know first. Throws ServiceError not_ready while the database does not respond.
 */
export function serviceStateReader(deps: ServiceStateDependencies): () => Promise<ServiceState> {
  let reading: Promise<ServiceState> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (reading === null || performance.now() - readAt > FRESH_MS) {
      readAt = performance.now();
      const started = withSharedTimeout(readState(deps), "report the state of the service");
      started.catch(() => {
        if (reading === started) reading = null;
      });
      reading = started;
    }
    return reading;
  };
}

async function readState({
  config,
  readiness,
  heartbeats,
  backlog,
  workers,
  webhooks,
}: ServiceStateDependencies): Promise<ServiceState> {
  const at = new Date().toISOString();
  const [{ processes, leftOut }, keys, capacity, pending] = await Promise.all([
    heartbeats.processes(MAX_STATE_PROCESSES),
    backlog.keyQueues(),
    workers.capacity(),
    webhooks.countPending(),
  ]);
  return {
    at,
    ...readiness(),
    processes: [...processes],
    processes_left_out: leftOut,
    queue: queueOf(keys, capacity, config),
    pending_deliveries: pending,
  };
}

function queueOf(
  keys: readonly KeyQueue[],
  { slots, perSecond }: Capacity,
  { limits, queue: { maxDepth } }: ServiceStateDependencies["config"],
): ServiceState["queue"] {
  const sum = (read: (key: KeyQueue) => number): number => keys.reduce((total, key) => total + read(key), 0);
  const waiting = { interactive: sum((key) => key.interactive), batch: sum((key) => key.batch) };
  const running = sum((key) => key.running);
  const unsettled = waiting.interactive + waiting.batch + running;
  return {
    waiting,
    running,
    oldest_waiting_at: oldest(keys.map((key) => key.oldestWaitingAt)),
    slots,
    items_per_second: perSecond,
    seconds_to_empty: perSecond === null || perSecond === 0 ? null : unsettled / perSecond,
    limit: maxDepth,
    keys: keys.slice(0, MAX_STATE_KEYS).map((key) => {
      const { weight, queueSharePercent } = limitsOf(limits, key.keyId);
      return {
        key_id: key.keyId,
        name: key.name,
        weight,
        waiting: { interactive: key.interactive, batch: key.batch },
        running: key.running,
        limit: Math.ceil((maxDepth * queueSharePercent) / 100),
        oldest_waiting_at: key.oldestWaitingAt?.toISOString() ?? null,
      };
    }),
    keys_left_out: Math.max(0, keys.length - MAX_STATE_KEYS),
  };
}

function oldest(times: readonly (Date | null)[]): string | null {
  const known = times.flatMap((time) => (time === null ? [] : [time.getTime()]));
  return known.length === 0 ? null : new Date(Math.min(...known)).toISOString();
}
