import type pg from "pg";

const TICK_MS = 1000;
/** A connection on which nothing came for so many ticks is asked for a sign of life: LISTEN and idle ones say nothing. */
const ASK_AFTER_TICKS = 3;

interface Watched {
  readonly client: pg.Client;
  readonly limitTicks: number;
  received: number;
  silentTicks: number;
}

/**
 * Destroys connections that stay open and answer nothing: behind a proxy or a load balancer they look healthy for
 * ever, and the driver's own time limit leaves them in use. Whatever waits on one fails then, and goes on over another.
 * One that has reached its limit takes all along that are as silent, so that none of them is tried next.
 *
 * Ticks are counted, not time: a process that was itself asleep has missed one tick, not an hour's answers.
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

/** Of a socket, which pg's types call any stream. */
function bytesReceived({ connection: { stream } }: pg.Client): number {
  return "bytesRead" in stream && typeof stream.bytesRead === "number" ? stream.bytesRead : 0;
}

function silentError(): Error {
  return Object.assign(new Error("The connection stays open and answers nothing"), { code: "ETIMEDOUT" });
}
