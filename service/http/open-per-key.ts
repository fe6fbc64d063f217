/** Counts what each key has open in this process, such as requests or streams. */
export class OpenPerKey {
  readonly #open = new Map<string, number>();

  /** Counts one as open. Returns a function that ends it (idempotent), or null if the key has reached its limit. */
  begin(keyId: string, limit: number): (() => void) | null {
    if (this.count(keyId) >= limit) return null;
    this.#open.set(keyId, this.count(keyId) + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = this.count(keyId) - 1;
      if (left === 0) this.#open.delete(keyId);
      else this.#open.set(keyId, left);
    };
  }

  count(keyId: string): number {
    return this.#open.get(keyId) ?? 0;
  }
}
