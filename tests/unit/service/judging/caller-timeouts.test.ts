import { describe, expect, it } from "vitest";
import { CallerTimeouts } from "../../../../service/judging/caller-timeouts.ts";

function timeoutsAt(): { timeouts: CallerTimeouts; pass: (milliseconds: number) => void } {
  let now = 0;
  return { timeouts: new CallerTimeouts(() => now), pass: (milliseconds) => void (now += milliseconds) };
}

describe("CallerTimeouts", () => {
  it("expects the requested wait while few callers disconnect", () => {
    const { timeouts } = timeoutsAt();
    for (let n = 0; n < 40; n += 1) timeouts.record("key", { disconnected: false, milliseconds: 100 });
    for (let n = 0; n < 3; n += 1) timeouts.record("key", { disconnected: true, milliseconds: 10 });
    expect(timeouts.expected("key", 30_000)).toBe(30_000);
  });

  it("expects the time after which many callers disconnected, by key, and never more than requested", () => {
    const { timeouts } = timeoutsAt();
    for (const milliseconds of [100, 5000, 5010, 5020, 5030]) {
      timeouts.record("key", { disconnected: true, milliseconds });
    }
    expect(timeouts.expected("key", 30_000)).toBe(5010);
    expect(timeouts.expected("key", 2000)).toBe(2000);
    expect(timeouts.expected("other", 30_000)).toBe(30_000);
  });

  it("keeps what it learned when callers no longer disconnect, since that is its effect", () => {
    const { timeouts } = timeoutsAt();
    for (let n = 0; n < 10; n += 1) timeouts.record("key", { disconnected: true, milliseconds: 5000 });
    for (let n = 0; n < 100; n += 1) timeouts.record("key", { disconnected: false, milliseconds: 1000 });
    expect(timeouts.expected("key", 30_000)).toBe(5000);
  });

  it("forgets after a minute", () => {
    const { timeouts, pass } = timeoutsAt();
    for (let n = 0; n < 10; n += 1) timeouts.record("key", { disconnected: true, milliseconds: 5000 });
    pass(60_001);
    expect(timeouts.expected("key", 30_000)).toBe(30_000);
  });
});
