import type { Priority } from "./verdict-store.ts";

/** Unsettled items of one key that stand alike. */
export interface UnsettledGroup {
  readonly keyId: string;
  readonly priority: Priority;
  /** A caller waits for them. */
  readonly awaited: boolean;
  /** In the backlog; otherwise handed over, waiting there or being judged. */
  readonly inBacklog: boolean;
  readonly items: number;
}

/** What the workers that are alive can do together. */
export interface Capacity {
  /** Items judged at a time. 0 where no worker has been heard of lately. */
  readonly slots: number;
  /** Items a second with all slots taken. Null where nothing has been judged yet. */
  readonly perSecond: number | null;
}

export interface BacklogState {
  readonly groups: readonly UnsettledGroup[];
  readonly capacity: Capacity;
}

export interface DispatchRoom {
  /** Items that the queue of jobs should get at most. */
  readonly items: number;
  /** Items of batches that may be handed over and unsettled at a time. */
  readonly batchItems: number;
}

export interface Dispatched {
  readonly jobs: readonly { readonly id: string; readonly priority: Priority }[];
  /** Whether anything is left in the backlog. */
  readonly more: boolean;
}

/**
 * Accepted items that are not handed to the queue of jobs yet. The queue holds only what workers take next,
 * so that whose turn it is can be decided late, by keys, and the same on every back end of the queue.
 */
export interface BacklogStore {
  read(): Promise<BacklogState>;
  /**
   * Hands over what fits, in fair order between keys: interactive items before those of batches, and of a key
   * those for which a caller waits before others. Null where another process is at it.
   */
  dispatch(room: DispatchRoom, weightOf: (keyId: string) => number): Promise<Dispatched | null>;
  /** Jobs that could not be added go back to their places. */
  putBack(ids: readonly string[]): Promise<void>;
}

/** Workers tell that they are alive, and what they can do. */
export interface WorkerStore {
  beat(id: string, capacity: Capacity): Promise<void>;
  leave(id: string): Promise<void>;
  capacity(): Promise<Capacity>;
}
