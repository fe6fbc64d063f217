import { type KeyLimitSettings, limitsOf } from "../config/key-limits.ts";
import type { Config } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import { BacklogGauge } from "./backlog-gauge.ts";
import type { BacklogState, BacklogStore, UnsettledGroup } from "./backlog-store.ts";
import { queueLimit } from "./dispatch-limits.ts";
import type { Priority } from "./verdict-store.ts";
import { estimateWait } from "./wait-estimate.ts";

const DEFAULT_RETRY_SECONDS = 5;
const MAX_RETRY_SECONDS = 120;

export interface AdmissionRequest {
  readonly keyId: string;
  readonly items: number;
  readonly priority: Priority;
  /** How long the caller waits for the verdict; null if no caller waits. */
  readonly waitMs: number | null;
}

export interface Reservation {
  /** The items wait for their turn in the backlog; otherwise they go to the queue immediately. */
  readonly inBacklog: boolean;
  /** Must be called with how many of the items were accepted; releases the rest. */
  readonly settle: (accepted: number) => void;
}

/**
 * Decides whether items are accepted, before any work is done for them. An item whose caller waits is refused
 * immediately if its verdict would be too late, so that accepted items are worth judging.
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

  /** Throws what `admit` would throw, without reading a store. Admits if the last count is too old for a decision. */
  refuseEarly(request: AdmissionRequest): void {
    if (this.#gauge.renew()) this.#refuse(this.#gauge.current(), request);
  }

  /** Throws ServiceError queue_full, queue_share_exceeded, overloaded. */
  async admit(request: AdmissionRequest): Promise<Reservation> {
    await this.#gauge.refresh();
    // Nothing is awaited from here to the reservation, so concurrent requests see each other's reservations.
    const state = this.#gauge.current();
    this.#refuse(state, request);
    const { keyId, items, priority, waitMs } = request;
    const inBacklog = priority === "batch" || mustWait(state, items);
    const settle = this.#gauge.reserve({ keyId, priority, awaited: waitMs !== null, inBacklog, items });
    return { inBacklog, settle };
  }

  /**
   * The wait is estimated for an interactive item. One of priority batch waits longer, so the refusal holds for both.
   */
  #refuse(state: BacklogState, request: AdmissionRequest): void {
    this.#refuseBeyondDepth(state, request);
    if (request.waitMs !== null) this.#refuseTooLate(state, request, request.waitMs);
  }

  #refuseBeyondDepth({ groups, capacity }: BacklogState, { keyId, items }: AdmissionRequest): void {
    const { maxDepth } = this.#config.queue;
    const unsettled = sum(groups, () => true) + items;
    const retryAfterSeconds = (excess: number): number =>
      retrySeconds(capacity.perSecond === null ? null : excess / capacity.perSecond);
    if (unsettled > maxDepth) {
      throw new ServiceError(
        "queue_full",
        `More than ${maxDepth} items would be waiting; nothing was accepted.`,
        {
          retryAfterSeconds: retryAfterSeconds(unsettled - maxDepth),
        },
      );
    }
    const share = Math.ceil((maxDepth * limitsOf(this.#config.limits, keyId).queueSharePercent) / 100);
    const own = sum(groups, (group) => group.keyId === keyId) + items;
    if (own > share) {
      throw new ServiceError(
        "queue_share_exceeded",
        `A key may have up to ${share} items waiting; nothing was accepted.`,
        { retryAfterSeconds: retryAfterSeconds(own - share) },
      );
    }
  }

  #refuseTooLate(state: BacklogState, { keyId, items }: AdmissionRequest, waitMs: number): void {
    const weightOf = (id: string): number => limitsOf(this.#config.limits, id).weight;
    const estimate = estimateWait(state, { keyId, items, weightOf }, waitMs / 1000);
    if (estimate === null || estimate.lateBySeconds === 0) return;
    throw new ServiceError(
      "overloaded",
      `${estimate.ahead} items are ahead: the verdict would take about ${Math.ceil(estimate.seconds)} seconds, ` +
        `and the request waits for ${Math.round(waitMs / 1000)}. Nothing was accepted.`,
      { retryAfterSeconds: retrySeconds(estimate.lateBySeconds) },
    );
  }
}

/** Items wait for their turn if others do, or if the queue already holds enough for the workers. */
function mustWait({ groups, capacity }: BacklogState, items: number): boolean {
  if (groups.some((group) => group.inBacklog && group.priority === "interactive")) return true;
  return sum(groups, (group) => !group.inBacklog) + items > queueLimit(capacity);
}

function sum(groups: readonly UnsettledGroup[], matches: (group: UnsettledGroup) => boolean): number {
  return groups.reduce((total, group) => total + (matches(group) ? group.items : 0), 0);
}

function retrySeconds(seconds: number | null): number {
  return Math.min(MAX_RETRY_SECONDS, Math.max(1, Math.ceil(seconds ?? DEFAULT_RETRY_SECONDS)));
}
