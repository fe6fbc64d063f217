import type { Priority } from "./verdict-store.ts";

/** Unsettled items of one key in the same state. */
export interface UnsettledGroup {
  readonly keyId: string;
  readonly priority: Priority;
  /** Whether a caller waits for them. */
  readonly awaited: boolean;
  /** Whether they are in the backlog; otherwise they are in the queue or being judged. */
  readonly inBacklog: boolean;
  readonly items: number;
}

/** The joint capacity of the workers that are alive. */
export interface Capacity {
  /** Items judged at a time. 0 if no worker has sent a heartbeat lately. */
  readonly slots: number;
  /** Items per second with all slots in use. Null if nothing has been judged yet. */
  readonly perSecond: number | null;
}

export interface BacklogState {
  readonly groups: readonly UnsettledGroup[];
  readonly capacity: Capacity;
}

export interface DispatchLimits {
  /** Items that may be added to the queue. */
  readonly items: number;
  /** Items of batches that may be in the queue or being judged at a time. */
  readonly batchItems: number;
}

export interface Dispatched {
  readonly jobs: readonly { readonly id: string; readonly priority: Priority }[];
  /** Whether the backlog still holds items. */
  readonly hasMore: boolean;
}

/** The unsettled items of one key, for operators. */
export interface KeyQueue {
  readonly keyId: string;
  /** Null if the key is unknown. */
  readonly name: string | null;
  readonly interactive: number;
  readonly batch: number;
  readonly running: number;
  readonly oldestWaitingAt: Date | null;
}

/**
 * Accepted items that are not in the queue yet. The queue holds only what workers take next: the order between keys is
 * decided as late as possible, and is the same for every backend of the queue.
 */
export interface BacklogStore {
  read(): Promise<BacklogState>;
  /** The keys that have unsettled items, those with the most first. */
  keyQueues(): Promise<readonly KeyQueue[]>;
  /**
   * Takes as many items as fit, in fair order between keys: interactive items before those of batches, and within a
   * key those for which a caller waits before others. Null if another process is dispatching.
   */
  dispatch(limits: DispatchLimits, weightOf: (keyId: string) => number): Promise<Dispatched | null>;
  /** Items of batches that workers have or take next. */
  countBatchInFlight(): Promise<number>;
  /** Returns items whose jobs could not be added. They keep their place in the order. */
  returnToBacklog(ids: readonly string[]): Promise<void>;
}

/** Workers that are alive, and their capacity. */
export interface WorkerStore {
  beat(id: string, capacity: Capacity): Promise<void>;
  leave(id: string): Promise<void>;
  capacity(): Promise<Capacity>;
}
