/** A key, or keys one after the other ("g l"), and what they do on the page that is open. */
export interface KeyBinding {
  readonly keys: string;
  /** What it does, as a command; shown in the sheet of keys and in the palette. */
  readonly words: string;
  readonly run: () => void;
  /** Also while text is typed or a dialog is open. */
  readonly always?: boolean;
}

export interface KeySituation {
  readonly isTyping: boolean;
  readonly hasDialog: boolean;
  /** Whether keys without Ctrl or Alt do anything (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** Milliseconds of any clock. */
  readonly now: number;
}

const SEQUENCE_MS = 1500;

/** The keys that do something now. Of two bindings with the same keys the later one counts. */
export class KeyRegistry {
  readonly #bindings: KeyBinding[] = [];
  readonly #listeners = new Set<() => void>();
  #pending: { readonly keys: string; readonly until: number } | null = null;

  /** Returns a function that removes them. */
  add(bindings: readonly KeyBinding[]): () => void {
    this.#bindings.push(...bindings);
    this.#announce();
    return () => {
      for (const binding of bindings) this.#bindings.splice(this.#bindings.indexOf(binding), 1);
      this.#announce();
    };
  }

  /** Each combination once, in the order in which they were added. */
  list(): readonly KeyBinding[] {
    return [...new Map(this.#bindings.map((binding) => [binding.keys, binding])).values()];
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs what the key does. Returns whether it was used. */
  press(key: string, { isTyping, hasDialog, singleKeys, now }: KeySituation): boolean {
    const pending = this.#pending !== null && now <= this.#pending.until ? `${this.#pending.keys} ` : "";
    this.#pending = null;
    const usable = this.list().filter(
      ({ keys, always }) =>
        (always === true || (!isTyping && !hasDialog)) && (singleKeys || /^(Ctrl|Alt)\+/.test(keys)),
    );
    for (const keys of pending === "" ? [key] : [pending + key, key]) {
      const binding = usable.find((each) => each.keys === keys);
      if (binding !== undefined) {
        binding.run();
        return true;
      }
      if (usable.some((each) => each.keys.startsWith(`${keys} `))) {
        this.#pending = { keys, until: now + SEQUENCE_MS };
        return true;
      }
    }
    return false;
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const keyRegistry = new KeyRegistry();
