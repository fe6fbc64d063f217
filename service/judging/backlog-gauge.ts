import { withSharedTimeout } from "../with-shared-timeout.ts";
import type { BacklogState, UnsettledGroup } from "./backlog-store.ts";

/** An older count is renewed in the background. */
const RENEW_MS = 250;
/**
 * Under steady load a request waits for a new count only if the last is older: a busy database must not delay refusals.
 */
const MAX_AGE_MS = 5000;
/** After a pause of this length no request has renewed the count, and the next one waits for it. */
const IDLE_MS = 500;

/**
 * The number of unsettled items, without counting rows on each request: the last count, which is renewed in the
 * background, plus what this process has accepted since it began, plus what it is about to accept.
 */
export class BacklogGauge {
  readonly #read: () => Promise<BacklogState>;
  #counted: BacklogState = { groups: [], capacity: { slots: 0, perSecond: null } };
  /** Items accepted before the count in progress began: that count includes them. */
  readonly #acceptedBefore = new Groups();
  readonly #acceptedSince = new Groups();
  readonly #reserved = new Groups();
  #countedAt = Number.NEGATIVE_INFINITY;
  #requestedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | null = null;
  /** The count in progress began while the last one was still recent. */
  #isRenewal = false;

  constructor(read: () => Promise<BacklogState>) {
    this.#read = read;
  }

  /** Renews the count in the background when due. Returns whether the last one is recent enough for a decision. */
  renew(): boolean {
    const now = performance.now();
    // A caller that needs the count gets its error from `refresh`.
    if (now - this.#requestedAt > RENEW_MS) this.#recount().catch(() => undefined);
    return now - this.#countedAt <= (this.#isRenewal ? MAX_AGE_MS : RENEW_MS);
  }

  /**
   * Resolves once `current` is recent enough for a decision. Throws ServiceError not_ready if counting takes too long.
   */
  async refresh(): Promise<void> {
    if (!this.renew()) await this.#recount();
  }

  current(): BacklogState {
    const { groups, capacity } = this.#counted;
    const own = [this.#acceptedBefore, this.#acceptedSince, this.#reserved];
    return { groups: [...groups, ...own.flatMap((each) => [...each.list()])], capacity };
  }

  /**
   * Reserves capacity. The returned function must be called with the number of accepted items; it releases the rest.
   */
  reserve(group: UnsettledGroup): (accepted: number) => void {
    this.#reserved.add(group, group.items);
    return (accepted) => {
      this.#reserved.add(group, -group.items);
      this.#acceptedSince.add(group, accepted);
    };
  }

  #recount(): Promise<void> {
    if (this.#counting === null) {
      this.#requestedAt = performance.now();
      this.#isRenewal = this.#requestedAt - this.#countedAt <= IDLE_MS;
      this.#counting = this.#count().finally(() => (this.#counting = null));
    }
    return this.#counting;
  }

  /** Items accepted while rows are counted may count twice until the next count, and are never missed. */
  async #count(): Promise<void> {
    for (const group of this.#acceptedSince.list()) this.#acceptedBefore.add(group, group.items);
    this.#acceptedSince.clear();
    this.#counted = await withSharedTimeout(this.#read(), "count the backlog");
    this.#acceptedBefore.clear();
    this.#countedAt = performance.now();
  }
}

/** Sums by key and state, so that reading takes the same time for a thousand requests as for one. */
class Groups {
  readonly #groups = new Map<string, UnsettledGroup>();

  add(group: UnsettledGroup, items: number): void {
    const name = `${group.priority} ${group.awaited} ${group.inBacklog} ${group.keyId}`;
    const sum = (this.#groups.get(name)?.items ?? 0) + items;
    if (sum === 0) this.#groups.delete(name);
    else this.#groups.set(name, { ...group, items: sum });
  }

  list(): IterableIterator<UnsettledGroup> {
    return this.#groups.values();
  }

  clear(): void {
    this.#groups.clear();
  }
}
