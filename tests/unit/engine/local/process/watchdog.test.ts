import { describe, expect, it } from "vitest";
import { Watchdog } from "../../../../../engine/local/process/watchdog.ts";

const LIMITS = { hangingTicks: 3, maxIdleTicks: 5, maxSilentStartTicks: 30 };

function startedWatchdog(): Watchdog {
  const watchdog = new Watchdog(LIMITS);
  watchdog.started();
  return watchdog;
}

/** Ticks with the given state and returns what each tick returned. */
function tick(watchdog: Watchdog, times: number, { requests = true, pulses = true } = {}) {
  return Array.from({ length: times }, () => {
    if (pulses) watchdog.pulse();
    return watchdog.tick(requests);
  });
}

describe("Watchdog", () => {
  it("reports a started process with work and no progress, then has it killed", () => {
    const watchdog = startedWatchdog();
    expect(tick(watchdog, 2)).toEqual([null, null]);
    expect(watchdog.trouble).toBeNull();
    tick(watchdog, 1);
    expect(watchdog.trouble).toBe("The engine process has work but makes no progress.");
    expect(tick(watchdog, 3)).toEqual([null, null, expect.stringContaining("makes no progress")]);
  });

  it("counts a finished run, and any message that is no heartbeat, as progress", () => {
    const watchdog = startedWatchdog();
    tick(watchdog, 4);
    watchdog.heartbeat(1);
    expect(watchdog.trouble).toBeNull();
    tick(watchdog, 4);
    watchdog.heartbeat(1);
    expect(watchdog.trouble).not.toBeNull();
    watchdog.message();
    expect(watchdog.trouble).toBeNull();
  });

  it("does not count ticks without work", () => {
    const watchdog = startedWatchdog();
    expect(tick(watchdog, 100, { requests: false }).every((fatal) => fatal === null)).toBe(true);
    expect(watchdog.trouble).toBeNull();
  });

  it("reports a process without a pulse, and has it killed once if it stays frozen", () => {
    const watchdog = startedWatchdog();
    const frozen = { requests: false, pulses: false };
    tick(watchdog, 2, frozen);
    expect(watchdog.trouble).toBe("The engine process does not respond.");
    watchdog.pulse();
    expect(watchdog.trouble).toBeNull();
    const fatal = tick(watchdog, 25, frozen);
    expect(fatal.flatMap((why, index) => (why === null ? [] : [index]))).toEqual([19]);
  });

  it("allows a start more time: each message and heartbeat extends it", () => {
    const watchdog = new Watchdog(LIMITS);
    const silent = { requests: false, pulses: false };
    expect(tick(watchdog, 30, silent).every((fatal) => fatal === null)).toBe(true);
    watchdog.heartbeat(0);
    expect(tick(watchdog, 30, silent).every((fatal) => fatal === null)).toBe(true);
    expect(watchdog.trouble).toBeNull();
    expect(tick(watchdog, 1, silent)).toEqual([expect.stringContaining("makes no progress")]);
  });
});
