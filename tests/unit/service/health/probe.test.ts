import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Probe } from "../../../../service/health/probe.ts";
import type { Check } from "../../../../service/health/readiness.ts";

describe("a probe", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("remembers the outcome of the latest check", async () => {
    let outcome: Check = { ok: true };
    const probe = new Probe({ check: () => outcome, intervalMs: 1000 });
    expect(probe.state.ok).toBe(false);
    probe.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(probe.state).toEqual({ ok: true });
    outcome = { ok: false, detail: "full" };
    await vi.advanceTimersByTimeAsync(1000);
    expect(probe.state).toEqual({ ok: false, detail: "full" });
    probe.close();
  });

  it("reports a check that hangs as failed after the limit, and does not begin another meanwhile", async () => {
    const check = vi.fn<() => Promise<Check>>(() => new Promise(() => undefined));
    const probe = new Probe({ check, intervalMs: 1000, limitMs: 2000 });
    probe.start();
    await vi.advanceTimersByTimeAsync(2000);
    expect(probe.state).toEqual({ ok: false, detail: "did not respond within 2000 ms" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(check).toHaveBeenCalledTimes(1);
    expect(probe.failingMs).toBeGreaterThanOrEqual(60_000);
    probe.close();
  });

  it("reports a rejection as a failure with its message", async () => {
    const probe = new Probe({ check: () => Promise.reject(new Error("refused")) });
    probe.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(probe.state).toEqual({ ok: false, detail: "refused" });
    probe.close();
  });
});
