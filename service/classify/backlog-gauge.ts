import { withinSharedWait } from "../within-shared-wait.ts";
import type { BacklogState, UnsettledGroup } from "./backlog-store.ts";

const MAX_AGE_MS = 250;

/** Items that are about to be accepted, and stand alike. */
export type NewGroup = UnsettledGroup;

/**
 * What is accepted and not settled, without counting rows on each request: the last count, at most 250 ms old,
 * plus what this process has accepted since, plus what it is about to accept.
 */
export class BacklogGauge {
  readonly #read: () => Promise<BacklogState>;
  #counted: BacklogState = { groups: [], capacity: { places: 0, perSecond: null } };
  #acceptedSince: Groups = new Groups();
  readonly #reserved = new Groups();
  #countedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | null = null;

  constructor(read: () => Promise<BacklogState>) {
    this.#read = read;
  }

  /**
   * Resolves once `current` is fresh enough. What follows without awaiting sees what others reserved. Throws
   * ServiceError not_ready when counting takes too long.
   */
  async refresh(): Promise<void> {
    if (performance.now() - this.#countedAt > MAX_AGE_MS) await (this.#counting ??= this.#recount());
  }

  current(): BacklogState {
    const { groups, capacity } = this.#counted;
    return { groups: [...groups, ...this.#acceptedSince.list(), ...this.#reserved.list()], capacity };
  }

  /** Takes room. The function is to be told how many of the items were accepted, and gives the rest back. */
  reserve(group: NewGroup): (accepted: number) => void {
    this.#reserved.add(group, group.items);
    return (accepted) => {
      this.#reserved.add(group, -group.items);
      this.#acceptedSince.add(group, accepted);
    };
  }

  /** What is accepted while rows are counted may count twice until the next time, and never not at all. */
  async #recount(): Promise<void> {
    try {
      this.#acceptedSince = new Groups();
      this.#counted = await withinSharedWait(this.#read(), "count the backlog");
      this.#countedAt = performance.now();
    } finally {
      this.#counting = null;
    }
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
}
