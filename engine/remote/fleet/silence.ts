/** Long for the response to a probe, and short enough that three ticks and a heartbeat fit into 5 seconds. */
const TICK_MS = 1_500;

/**
 * Detects a server that accepts probes and sends nothing, because its process is stopped or its network drops all
 * packets. It is ejected only later (see ServerHealth), because its requests may still complete. A server that is slow
 * to respond to a probe, but sends data for requests in the meantime, is busy and not silent.
 */
export class Silence {
  /** Grows with everything that is received from the server. */
  readonly #received: () => number;
  #foundSilentAt: number | null = null;

  constructor(received: () => number) {
    this.#received = received;
  }

  /** Watches during a probe; returns a function that ends it. */
  watch(): () => void {
    let before = this.#received();
    const timer = setInterval(() => {
      const now = this.#received();
      this.#foundSilentAt = now === before ? now : null;
      before = now;
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  /** Call when a probe succeeded. */
  end(): void {
    this.#foundSilentAt = null;
  }

  get detected(): boolean {
    return this.#foundSilentAt !== null && this.#foundSilentAt === this.#received();
  }
}
