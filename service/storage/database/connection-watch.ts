import type pg from "pg";

const TICK_MS = 1000;
/** After this many ticks without data a connection gets a query, because LISTEN and idle ones receive nothing. */
const ASK_AFTER_TICKS = 3;

interface Watched {
  readonly client: pg.Client;
  readonly limitTicks: number;
  received: number;
  silentTicks: number;
}

/**
 * Destroys connections that stay open and receive nothing. Through a proxy or a load balancer they look healthy
 * indefinitely, and the driver's own timeout keeps them in use. Calls that wait on one fail, and the next ones use
 * another connection. When one reaches its limit, all silent ones are destroyed, so that none of them is tried next.
 *
 * Counts ticks, not time: a process that was suspended has missed one tick, not an hour of responses.
 */
export class ConnectionWatch {
  readonly #watched = new Set<Watched>();
  #ticking: NodeJS.Timeout | null = null;

  /** Watches a connected client until it ends. */
  watch(client: pg.Client, silenceLimitMs: number): void {
    const limitTicks = Math.ceil(silenceLimitMs / TICK_MS);
    const watched: Watched = { client, limitTicks, received: bytesReceived(client), silentTicks: 0 };
    this.#watched.add(watched);
    this.#ticking ??= setInterval(() => this.#tick(), TICK_MS);
    client.once("end", () => this.#forget(watched));
  }

  #tick(): void {
    for (const watched of this.#watched) {
      const received = bytesReceived(watched.client);
      watched.silentTicks = received === watched.received ? watched.silentTicks + 1 : 0;
      watched.received = received;
      if (watched.silentTicks === ASK_AFTER_TICKS) watched.client.query("SELECT 1").catch(() => undefined);
    }
    const all = [...this.#watched];
    if (!all.some(({ silentTicks, limitTicks }) => silentTicks >= limitTicks)) return;
    for (const { client } of all.filter(({ silentTicks }) => silentTicks >= ASK_AFTER_TICKS)) {
      client.connection.stream.destroy(silentError());
    }
  }

  #forget(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0 || this.#ticking === null) return;
    clearInterval(this.#ticking);
    this.#ticking = null;
  }
}

/** The stream is a socket, which pg's types do not say. */
function bytesReceived({ connection: { stream } }: pg.Client): number {
  return "bytesRead" in stream && typeof stream.bytesRead === "number" ? stream.bytesRead : 0;
}

function silentError(): Error {
  return Object.assign(new Error("The connection is open but receives nothing"), { code: "ETIMEDOUT" });
}
