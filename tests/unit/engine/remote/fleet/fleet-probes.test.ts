import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nodeWarnings } from "../../../../helpers/node-warnings.ts";
import { createFleet, NEVER, settledNow, statusOf } from "./test-fleet.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Fleet: probes", () => {
  it("probes more than ten servers at a time without a warning of Node", async () => {
    const { fleet } = createFleet(12, { probe: () => new Promise(() => undefined) });
    const warnings = await nodeWarnings(async () => {
      const started = settledNow(fleet.start());
      await fleet.close();
      await started;
    });
    expect(warnings).not.toContain("MaxListenersExceededWarning");
  });

  it("detects a server that died while idle, and does not probe one that has just responded", async () => {
    const { fleet, broken, probes } = createFleet(1, { probeIntervalMs: 1_000 });
    await fleet.start();
    await vi.advanceTimersByTimeAsync(600);
    (await fleet.acquire("key", NEVER)).release("ok");
    await vi.advanceTimersByTimeAsync(600);
    expect(probes).toHaveLength(1);
    broken.add("http://10.0.0.0:8000");
    await vi.advanceTimersByTimeAsync(1_400);
    expect(statusOf(fleet)).toEqual(["ejected"]);
    await fleet.close();
  });

  it("ends a probe that hangs, and does not count it if the server responded meanwhile", async () => {
    const signals: AbortSignal[] = [];
    const { fleet } = createFleet(1, {
      probe: (_, signal) => {
        signals.push(signal);
        return signals.length === 1 ? Promise.resolve() : new Promise(() => undefined);
      },
      probeIntervalMs: 1_000,
    });
    await fleet.start();
    await vi.advanceTimersByTimeAsync(1_000);
    (await fleet.acquire("key", NEVER)).release("ok");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(signals[1]!.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(statusOf(fleet)).toEqual(["up"]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(statusOf(fleet)).toEqual(["ejected"]);
    await vi.advanceTimersByTimeAsync(1_000);
    const closed = fleet.close();
    expect(await settledNow(closed)).toEqual({ value: undefined });
    expect(signals.at(-1)!.aborted).toBe(true);
  });

  it("is down while no server responds to accepted probes, but does not eject any of them for that", async () => {
    let respond = true;
    let received = 0;
    const { fleet, events } = createFleet(2, {
      probe: () => (respond ? Promise.resolve() : new Promise(() => undefined)),
      receivedFrom: ({ url }) => (url.includes(".0.0:") ? received : 0),
    });
    await fleet.start();
    const held = await fleet.acquire("key", NEVER);
    respond = false;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(fleet.health()).toEqual({ status: "down", detail: "The 2 model servers do not respond." });
    expect(statusOf(fleet)).toEqual(["up", "up"]);
    expect(held.lost.aborted).toBe(false);
    // Tokens of an output arrive.
    received += 10;
    expect(fleet.health()).toEqual({ status: "ready" });
    held.release("ok");
    respond = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fleet.health()).toEqual({ status: "ready" });
    expect(events).toEqual([]);
    await fleet.close();
  });
});
