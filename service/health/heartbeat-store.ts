/** What one process says of itself with each heartbeat. */
export interface Heartbeat {
  readonly processId: string;
  /** Null from a process that never judges. */
  readonly judge: Judge | null;
}

/** Whether a process could judge an item at the time of its heartbeat, and why not. No hosts, no credentials. */
export interface Judge {
  readonly judges: boolean;
  readonly detail: string;
}

/**
 * Heartbeats of the service's processes in the database that they share. A heartbeat is a committed write, so it
 * proves the database as well.
 */
export interface HeartbeatStore {
  /** Writes one's own and returns those of all judging processes that were written a moment ago, one's own left out. */
  beat(heartbeat: Heartbeat): Promise<readonly Judge[]>;
  /** The process ends: whoever reads heartbeats need not wait until its last one is old. */
  leave(processId: string): Promise<void>;
}
