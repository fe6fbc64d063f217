/** Long for a server that is asked who it is, and short enough that three of them and a heartbeat fit into 5 seconds. */
const TICK_MS = 1_500;

/**
 * Whether a server takes probes and says nothing, as one does whose process is stopped or whose network swallows all.
 * That ejects it only later, see ServerHealth: it is no reason to give up what it holds. One that is slow to tell how
 * it is, but sends answers to requests meanwhile, is busy and not silent.
 */
export class Silence {
  /** Grows with all that comes from the server. */
  readonly #received: () => number;
  #foundSilentAt: number | null = null;

  constructor(received: () => number) {
    this.#received = received;
  }

  /** Watches for as long as a probe is under way; returns what ends that. */
  watch(): () => void {
    let before = this.#received();
    const timer = setInterval(() => {
      const now = this.#received();
      this.#foundSilentAt = now === before ? now : null;
      before = now;
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  /** A probe was answered. */
  end(): void {
    this.#foundSilentAt = null;
  }

  get isSilent(): boolean {
    return this.#foundSilentAt !== null && this.#foundSilentAt === this.#received();
  }
}
