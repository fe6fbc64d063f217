/** A policy's prompt prefix. */
export interface Prefix {
  readonly id: number;
  readonly tokens: number;
}

export interface SimulatedRequest {
  readonly prefix: Prefix;
  readonly contentTokens: number;
  readonly outputTokens: number;
  readonly arrivedAt: number;
}

/** Of one server, in seconds and tokens. */
export interface ServerSpeed {
  readonly prefillTokensPerSecond: number;
  /** Of one sequence, whatever else is running. */
  readonly decodeTokensPerSecond: number;
  readonly cacheTokens: number;
  readonly maxInFlight: number;
}

/**
 * A model server with a prefix cache, as far as routing depends on it: prompts are computed one after the other,
 * outputs concurrently, and of a prompt only the part that is not in the cache. The cache evicts the least recently
 * used prefix.
 */
export class SimulatedServer {
  readonly #speed: ServerSpeed;
  /** Oldest first. */
  readonly #cache = new Map<number, number>();
  #cached = 0;
  #prefillFreeAt = 0;
  #inFlightSince = 0;
  inFlight = 0;
  /** Integral of inFlight over time. */
  inFlightSeconds = 0;
  /** What the device computed: prompts, and its share of each output. */
  busySeconds = 0;

  constructor(speed: ServerSpeed) {
    this.#speed = speed;
  }

  /** Accepts a request. Returns when it ends, and how many tokens of its prompt were cached. */
  accept({ prefix, contentTokens, outputTokens }: SimulatedRequest, now: number) {
    const { prefillTokensPerSecond, decodeTokensPerSecond, maxInFlight } = this.#speed;
    this.#count(now, 1);
    // Prompts are computed in the order of acceptance, so the cache is known here already.
    const cachedTokens = this.#use(prefix) ? prefix.tokens : 0;
    const prefill = (prefix.tokens - cachedTokens + contentTokens) / prefillTokensPerSecond;
    this.#prefillFreeAt = Math.max(this.#prefillFreeAt, now) + prefill;
    this.busySeconds += prefill + outputTokens / (decodeTokensPerSecond * maxInFlight);
    return { endsAt: this.#prefillFreeAt + outputTokens / decodeTokensPerSecond, cachedTokens };
  }

  end(now: number): void {
    this.#count(now, -1);
  }

  #count(now: number, change: number): void {
    this.inFlightSeconds += this.inFlight * (now - this.#inFlightSince);
    this.#inFlightSince = now;
    this.inFlight += change;
  }

  #use({ id, tokens }: Prefix): boolean {
    const hit = this.#cache.delete(id);
    this.#cache.set(id, tokens);
    if (!hit) this.#cached += tokens;
    for (const [oldest, size] of this.#cache) {
      if (this.#cached <= this.#speed.cacheTokens) break;
      this.#cache.delete(oldest);
      this.#cached -= size;
    }
    return hit;
  }
}
