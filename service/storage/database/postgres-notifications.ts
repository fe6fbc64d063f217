import pg from "pg";
import type { ConnectionWatch } from "./connection-watch.ts";
import type { NotificationListener } from "./database.ts";
import { SILENCE_LIMIT_MS } from "./postgres-pool.ts";

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5000;

/**
 * LISTEN on a separate connection that reconnects with backoff. NOTIFY reaches connected listeners only, so every
 * listener is called with null after each reconnect: it must read the database itself.
 */
export class PostgresNotifications {
  readonly #config: pg.ClientConfig;
  readonly #watch: ConnectionWatch;
  readonly #onError: (error: Error) => void;
  readonly #listeners = new Map<string, Set<NotificationListener>>();
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(config: pg.ClientConfig, watch: ConnectionWatch, onError: (error: Error) => void) {
    this.#config = config;
    this.#watch = watch;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    await this.#connect();
  }

  async listen(channel: string, listener: NotificationListener): Promise<() => void> {
    if (!/^[a-z_]+$/.test(channel)) throw new RangeError("A channel is a lower-case word");
    const known = this.#listeners.get(channel);
    const listeners = known ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    if (known === undefined) await this.#client?.query(`LISTEN ${channel}`);
    return () => void listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, null));
    client.on("notification", ({ channel, payload }) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(payload ?? "");
    });
    await client.connect();
    this.#watch.watch(client, SILENCE_LIMIT_MS);
    try {
      for (const channel of this.#listeners.keys()) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    this.#retryMs = FIRST_RETRY_MS;
    if (this.#closed) await this.close();
  }

  #lost(client: pg.Client, error: Error | null): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = null;
    if (error !== null) this.#onError(error);
    client.end().catch(() => undefined);
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    this.#retry = setTimeout(() => void this.#reconnect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
  }

  async #reconnect(): Promise<void> {
    try {
      await this.#connect();
      for (const listener of [...this.#listeners.values()].flatMap((set) => [...set])) listener(null);
    } catch (error) {
      this.#onError(error as Error);
      if (!this.#closed) this.#reconnectLater();
    }
  }
}
