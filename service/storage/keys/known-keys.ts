import type { Caller } from "../../keys/key-store.ts";
import { withSharedTimeout } from "../../with-shared-timeout.ts";

/** The callers of all valid keys, by the digest of the key and by its id. */
export interface ValidKeys {
  readonly byDigest: ReadonlyMap<string, Caller>;
  readonly byId: ReadonlyMap<string, Caller>;
}

/** Other processes notify of their changes immediately; if a notification is lost, a change takes effect after this. */
const MAX_AGE_MS = 5000;
/** From this age on, the keys are read again in the background, so that no request waits for a busy database. */
const RELOAD_AGE_MS = 2000;

/** All valid keys in memory. Whether a key is known therefore never decides whether the database is queried. */
export class KnownKeys {
  readonly #readAll: () => Promise<ValidKeys>;
  #keys: Promise<ValidKeys> | null = null;
  #readAt = 0;
  #isReloading = false;
  #lastRead: ValidKeys = { byDigest: new Map(), byId: new Map() };

  constructor(readAll: () => Promise<ValidKeys>) {
    this.#readAll = readAll;
  }

  /** What was last read, however old. Empty before the first read. */
  get lastRead(): ValidKeys {
    return this.#lastRead;
  }

  /** The next load reads the database again. */
  forget(): void {
    this.#keys = null;
  }

  load(): Promise<ValidKeys> {
    const age = performance.now() - this.#readAt;
    if (this.#keys === null || age > MAX_AGE_MS) return this.#read();
    if (age > RELOAD_AGE_MS && !this.#isReloading) void this.#reload(this.#keys);
    return this.#keys;
  }

  #read(): Promise<ValidKeys> {
    const reading = withSharedTimeout(this.#readAll(), "read the keys");
    this.#keys = reading;
    this.#readAt = performance.now();
    reading.then(
      (keys) => {
        if (this.#keys === reading) this.#lastRead = keys;
      },
      () => {
        if (this.#keys === reading) this.#keys = null;
      },
    );
    return reading;
  }

  /** Replaces the keys unless they were forgotten meanwhile. A failure has no effect until they are too old. */
  async #reload(current: Promise<ValidKeys>): Promise<void> {
    this.#isReloading = true;
    const startedAt = performance.now();
    try {
      const reloaded = await withSharedTimeout(this.#readAll(), "read the keys");
      if (this.#keys !== current) return;
      this.#lastRead = reloaded;
      this.#keys = Promise.resolve(reloaded);
      this.#readAt = startedAt;
    } catch {
      return;
    } finally {
      this.#isReloading = false;
    }
  }
}
