import { withSharedTimeout } from "../shared-timeout.ts";
import type { BacklogState, UnsettledGroup } from "./backlog-store.ts";

/** A count that is older is taken again, beside the request that asks. */
const COUNT_AGAIN_MS = 250;
/** With requests coming all the time, one waits for a new count only if the last is older: a busy database must not delay refusals. */
const TRUSTED_MS = 5000;
/** After a pause of this length nobody has renewed the count, and the next request waits for one. */
const PAUSE_MS = 500;

/** Items that are about to be accepted, and stand alike. */
export type NewGroup = UnsettledGroup;

/**
 * What is accepted and not settled, without counting rows on each request: the last count, which is renewed in the
 * background, plus what this process has accepted since that began, plus what it is about to accept.
 */
export class BacklogGauge {
  readonly #read: () => Promise<BacklogState>;
  #counted: BacklogState = { groups: [], capacity: { slots: 0, perSecond: null } };
  /** Accepted before the count that is being taken, which replaces them, and accepted after it began. */
  readonly #acceptedBefore = new Groups();
  readonly #acceptedSince = new Groups();
  readonly #reserved = new Groups();
  #countedAt = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | null = null;
  /** Whether the count being taken began while the last one was still recent. */
  #isRenewal = false;

  constructor(read: () => Promise<BacklogState>) {
    this.#read = read;
  }

  /** Renews the count in the background if it is time. Returns whether the last one is recent enough to decide by. */
  renew(): boolean {
    const now = performance.now();
    // Whoever needs the count learns of its failure from `refresh`.
    if (now - this.#askedAt > COUNT_AGAIN_MS) this.#recount().catch(() => undefined);
    return now - this.#countedAt <= (this.#isRenewal ? TRUSTED_MS : COUNT_AGAIN_MS);
  }

  /**
   * Resolves once `current` is recent enough. What follows without awaiting sees what others reserved. Throws
   * ServiceError not_ready when counting takes too long.
   */
  async refresh(): Promise<void> {
    if (!this.renew()) await this.#recount();
  }

  current(): BacklogState {
    const { groups, capacity } = this.#counted;
    const own = [this.#acceptedBefore, this.#acceptedSince, this.#reserved];
    return { groups: [...groups, ...own.flatMap((some) => [...some.list()])], capacity };
  }

  /** Takes room. The function is to be told how many of the items were accepted, and gives the rest back. */
  reserve(group: NewGroup): (accepted: number) => void {
    this.#reserved.add(group, group.items);
    return (accepted) => {
      this.#reserved.add(group, -group.items);
      this.#acceptedSince.add(group, accepted);
    };
  }

  #recount(): Promise<void> {
    if (this.#counting === null) {
      this.#askedAt = performance.now();
      this.#isRenewal = this.#askedAt - this.#countedAt <= PAUSE_MS;
      this.#counting = this.#count().finally(() => (this.#counting = null));
    }
    return this.#counting;
  }

  /** What is accepted while rows are counted may count twice until the next time, and never not at all. */
  async #count(): Promise<void> {
    for (const group of this.#acceptedSince.list()) this.#acceptedBefore.add(group, group.items);
    this.#acceptedSince.clear();
    this.#counted = await withSharedTimeout(this.#read(), "count the backlog");
    this.#acceptedBefore.clear();
    this.#countedAt = performance.now();
  }
}

/** Sums by key and standing, so that a thousand requests are as quick to look through as one. */
class Groups {
  readonly #groups = new Map<string, UnsettledGroup>();

  add(group: NewGroup, items: number): void {
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
