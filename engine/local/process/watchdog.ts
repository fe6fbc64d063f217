/** Limits in ticks, see Watchdog. */
export interface WatchdogLimits {
  /** Ticks without a finished run of the model after which a process with work counts as hanging. */
  readonly hangingTicks: number;
  /** The same, after which it is killed. */
  readonly maxIdleTicks: number;
  /** Ticks without a message after which a starting process is killed: opening a large model blocks for minutes. */
  readonly maxSilentStartTicks: number;
}

/** Ticks without a pulse after which a process counts as frozen, and after which it is killed. */
const FROZEN_TICKS = 2;
const KILL_FROZEN_TICKS = 20;

/**
 * Decides whether an engine's process is healthy, from the messages that it sends.
 *
 * Counts ticks of the service's own timer instead of measuring time: a service that was suspended for an hour has
 * missed one tick, not an hour of them.
 */
export class Watchdog {
  readonly #limits: WatchdogLimits;
  #started = false;
  #steps = 0;
  /** Ticks since the last progress: any message during the start, afterwards a finished run or a settled request. */
  #idleTicks = 0;
  /** Null until the first pulse, or until the engine is ready. */
  #ticksWithoutPulse: number | null = null;

  constructor(limits: WatchdogLimits) {
    this.#limits = limits;
  }

  /** To be called when the engine is ready. */
  started(): void {
    this.#started = true;
    this.#ticksWithoutPulse ??= 0;
  }

  /** To be called for each message except heartbeats. */
  message(): void {
    this.#idleTicks = 0;
  }

  heartbeat(steps: number): void {
    if (!this.#started || steps !== this.#steps) this.#idleTicks = 0;
    this.#steps = steps;
  }

  pulse(): void {
    this.#ticksWithoutPulse = 0;
  }

  /** Advances by one tick. Returns why the process must be killed, or null. */
  tick(hasRequests: boolean): string | null {
    const working = !this.#started || hasRequests;
    this.#idleTicks = working ? this.#idleTicks + 1 : 0;
    if (this.#ticksWithoutPulse !== null) this.#ticksWithoutPulse += 1;
    const { maxIdleTicks, maxSilentStartTicks } = this.#limits;
    if (this.#idleTicks > (this.#started ? maxIdleTicks : maxSilentStartTicks)) {
      return "The engine process has work but makes no progress";
    }
    return this.#ticksWithoutPulse === KILL_FROZEN_TICKS ? "The engine process is frozen" : null;
  }

  /** What is wrong with a started process that may still recover, or null. */
  get trouble(): string | null {
    if (!this.#started) return null;
    if ((this.#ticksWithoutPulse ?? 0) >= FROZEN_TICKS) return "The engine process does not respond.";
    const hangs = this.#idleTicks >= this.#limits.hangingTicks;
    return hangs ? "The engine process has work but makes no progress." : null;
  }
}
