import type { ProcessReport, ServiceProcess } from "../../schemas/service-state.ts";

/** What a process reports with each heartbeat. */
export interface Heartbeat {
  readonly processId: string;
  /** Shown to operators. */
  readonly report: ProcessReport;
  /** Null for a process that never judges. */
  readonly judge: Judge | null;
}

/** Whether a process could judge an item at the time of its heartbeat, or why not. Contains no hosts or credentials. */
export interface Judge {
  readonly judges: boolean;
  readonly detail: string;
}

/**
 * Heartbeats of the service's processes in the database that they share. A heartbeat is a committed write, so it proves
 * that the database works.
 */
export interface HeartbeatStore {
  /** Writes this process's heartbeat and returns the recent ones of all other judging processes. */
  beat(heartbeat: Heartbeat): Promise<readonly Judge[]>;
  /** Deletes the heartbeat of a process that ends, so that readers need not wait until it is outdated. */
  leave(processId: string): Promise<void>;
  /**
   * Processes with a heartbeat in the last hour that have not left, and how many more there are. Those that still
   * respond come first.
   */
  processes(
    limit: number,
  ): Promise<{ readonly processes: readonly ServiceProcess[]; readonly leftOut: number }>;
}
