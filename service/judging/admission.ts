import { type KeyLimitSettings, limitsOf } from "../config/key-limits.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import { BacklogGauge } from "./backlog-gauge.ts";
import type { BacklogState, BacklogStore, UnsettledGroup } from "./backlog-store.ts";
import { queueRoom } from "./queue-room.ts";
import type { Priority } from "./verdict-store.ts";
import { estimateWait } from "./wait-estimate.ts";

const DEFAULT_RETRY_SECONDS = 5;
const MAX_RETRY_SECONDS = 120;

export interface Ask {
  readonly keyId: string;
  readonly items: number;
  readonly priority: Priority;
  /** How long the caller waits for the verdict; null where nobody waits. */
  readonly waitMs: number | null;
}

export interface Admitted {
  /** Whether the items take their turn in the backlog; otherwise they go to the queue of jobs at once. */
  readonly inBacklog: boolean;
  /** To be called with how many of them were accepted. */
  readonly settle: (accepted: number) => void;
}

/**
 * Whether there is room for items before anything is done for them. An item whose caller waits is refused at
 * once where its verdict would come too late, so that what is accepted is worth judging.
 */
export class Admission {
  readonly #config: { readonly queue: Pick<Config["queue"], "maxDepth">; readonly limits: KeyLimitSettings };
  readonly #gauge: BacklogGauge;

  constructor(
    config: { readonly queue: Pick<Config["queue"], "maxDepth">; readonly limits: KeyLimitSettings },
    backlog: Pick<BacklogStore, "read">,
  ) {
    this.#config = config;
    this.#gauge = new BacklogGauge(() => backlog.read());
  }

  /**
   * Throws what `admit` would throw, from memory: nothing is asked and nothing is awaited. Passes when the last count
   * is too old to decide by.
   */
  refuseEarly(ask: Ask): void {
    if (this.#gauge.renew()) this.#refuse(this.#gauge.current(), ask);
  }

  /** Throws ServiceError queue_full, queue_share_exceeded, overloaded. */
  async admit(ask: Ask): Promise<Admitted> {
    await this.#gauge.refresh();
    // From here to the reservation nothing is awaited: requests at the same time see each other's.
    const state = this.#gauge.current();
    this.#refuse(state, ask);
    const { keyId, items, priority, waitMs } = ask;
    const inBacklog = priority === "batch" || hasToQueue(state, items);
    const settle = this.#gauge.reserve({ keyId, priority, awaited: waitMs !== null, inBacklog, items });
    return { inBacklog, settle };
  }

  /** An item of priority batch comes later than an interactive one, so what is too late for that is for both. */
  #refuse(state: BacklogState, ask: Ask): void {
    this.#refuseBeyondDepth(state, ask);
    if (ask.waitMs !== null) this.#refuseTooLate(state, ask, ask.waitMs);
  }

  #refuseBeyondDepth({ groups, capacity }: BacklogState, { keyId, items }: Ask): void {
    const { maxDepth } = this.#config.queue;
    const unsettled = sum(groups, () => true) + items;
    const retryAfterSeconds = (excess: number): number =>
      retrySeconds(capacity.perSecond === null ? null : excess / capacity.perSecond);
    if (unsettled > maxDepth) {
      throw new ServiceError("queue_full", `More than ${maxDepth} items are waiting; nothing was accepted.`, {
        retryAfterSeconds: retryAfterSeconds(unsettled - maxDepth),
      });
    }
    const share = Math.ceil((maxDepth * limitsOf(this.#config.limits, keyId).queueSharePercent) / 100);
    const own = sum(groups, (group) => group.keyId === keyId) + items;
    if (own > share) {
      throw new ServiceError(
        "queue_share_exceeded",
        `One key may have ${share} items waiting; nothing was accepted.`,
        { retryAfterSeconds: retryAfterSeconds(own - share) },
      );
    }
  }

  #refuseTooLate(state: BacklogState, { keyId, items }: Ask, waitMs: number): void {
    const weightOf = (id: string): number => limitsOf(this.#config.limits, id).weight;
    const estimate = estimateWait(state, { keyId, items, weightOf }, waitMs / 1000);
    if (estimate === null || estimate.lateBySeconds === 0) return;
    throw new ServiceError(
      "overloaded",
      `${estimate.ahead} items go before it: its verdict would come in about ${Math.ceil(estimate.seconds)} seconds, ` +
        `and the request waits ${Math.round(waitMs / 1000)}. Nothing was accepted.`,
      { retryAfterSeconds: retrySeconds(estimate.lateBySeconds) },
    );
  }
}

/** Who comes while others wait, or while workers have enough, takes a turn. */
function hasToQueue({ groups, capacity }: BacklogState, items: number): boolean {
  if (groups.some((group) => group.inBacklog && group.priority === "interactive")) return true;
  return sum(groups, (group) => !group.inBacklog) + items > queueRoom(capacity);
}

function sum(groups: readonly UnsettledGroup[], belongs: (group: UnsettledGroup) => boolean): number {
  return groups.reduce((total, group) => total + (belongs(group) ? group.items : 0), 0);
}

function retrySeconds(seconds: number | null): number {
  return Math.min(MAX_RETRY_SECONDS, Math.max(1, Math.ceil(seconds ?? DEFAULT_RETRY_SECONDS)));
}
