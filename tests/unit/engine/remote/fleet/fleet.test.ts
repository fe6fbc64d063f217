import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  EngineAbortedError,
  EngineFailedError,
  EngineUnavailableError,
} from "../../../../../engine/errors.ts";
import { Fleet } from "../../../../../engine/remote/fleet/fleet.ts";
import { createFleet, NEVER, settledNow, statusOf } from "./test-fleet.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Fleet", () => {
  it("refuses invalid lists of servers", () => {
    const options = { capacityOf: () => 1, probe: () => Promise.resolve(), isRefusal: () => false };
    expect(() => new Fleet([], options)).toThrow(RangeError);
    expect(() => new Fleet([{ url: "a" }, { url: "a" }], options)).toThrow(RangeError);
  });

  it("has a waiting line in maxConcurrency only if there is a choice", () => {
    expect(createFleet(1).fleet.maxConcurrency).toBe(4);
    expect(createFleet(3).fleet.maxConcurrency).toBe(12 + 16);
  });

  it("starts when one server works, and finds the others later", async () => {
    const { fleet, broken, events } = createFleet(3);
    broken.add("http://10.0.0.0:8000").add("http://10.0.0.1:8000");
    expect(fleet.health()).toMatchObject({ status: "down" });
    await fleet.start();
    expect(fleet.health()).toEqual({ status: "ready" });
    expect(statusOf(fleet)).toEqual(["ejected", "ejected", "up"]);
    broken.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(statusOf(fleet)).toEqual(["probation", "probation", "up"]);
    expect(events).toEqual([]);
    await fleet.close();
  });

  it("keeps starting until a server is available", async () => {
    const { fleet, broken, probes } = createFleet(1);
    broken.add("http://10.0.0.0:8000");
    const started = fleet.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await settledNow(started)).toBeUndefined();
    expect(probes.length).toBeLessThan(7);
    broken.clear();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await settledNow(started)).toEqual({ value: undefined });
    await fleet.close();
  });

  it("rejects start if no server can recover, and if it is closed meanwhile", async () => {
    const error = new EngineFailedError("The server has no such model.", { retryable: false });
    const hopeless = createFleet(2, { probe: () => Promise.reject(error) });
    await expect(hopeless.fleet.start()).rejects.toBe(error);
    await hopeless.fleet.close();
    const { fleet, broken } = createFleet(1);
    broken.add("http://10.0.0.0:8000");
    const started = fleet.start();
    const outcome = settledNow(started);
    await fleet.close();
    expect(await outcome).toMatchObject({ error: expect.any(EngineUnavailableError) });
    await expect(createFleet(1).fleet.close()).resolves.toBeUndefined();
  });

  it("sends a key to one server, and to its next one if that is full", async () => {
    const { fleet } = createFleet(3);
    await fleet.start();
    await vi.advanceTimersByTimeAsync(0);
    const urls: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const lease = await fleet.acquire("spam@3", NEVER);
      urls.push(lease.server.url);
      lease.release("ok");
    }
    expect(new Set(urls).size).toBe(1);
    const held = await Promise.all(Array.from({ length: 12 }, () => fleet.acquire("spam@3", NEVER)));
    expect(held[0]!.server.url).toBe(urls[0]);
    expect(fleet.servers().map(({ inFlight }) => inFlight)).toEqual([4, 4, 4]);
    held.forEach((lease) => lease.release("ok"));
    await fleet.close();
  });

  it("keeps waiting requests in order, and removes aborted ones", async () => {
    const { fleet } = createFleet(1, { capacityOf: () => 1 });
    await fleet.start();
    const first = await fleet.acquire("a", NEVER);
    const aborted = new AbortController();
    const order: string[] = [];
    const second = fleet.acquire("b", aborted.signal);
    const third = fleet.acquire("c", NEVER).then((lease) => (order.push("c"), lease));
    const fourth = fleet.acquire("d", NEVER).then((lease) => (order.push("d"), lease));
    aborted.abort();
    await expect(second).rejects.toBeInstanceOf(EngineAbortedError);
    await expect(fleet.acquire("e", aborted.signal)).rejects.toBeInstanceOf(EngineAbortedError);
    expect(order).toEqual([]);
    first.release("ok");
    first.release("ok");
    (await third).release("aborted");
    (await fourth).release("failed");
    expect(order).toEqual(["c", "d"]);
    expect(fleet.servers()).toMatchObject([{ inFlight: 0 }]);
    await fleet.close();
  });

  it("rejects waiting requests when it is closed, and leaves no timer", async () => {
    const { fleet } = createFleet(1, { capacityOf: () => 1 });
    await fleet.start();
    const held = await fleet.acquire("key", NEVER);
    const waiting = fleet.acquire("key", NEVER);
    const refused = settledNow(waiting);
    await fleet.close();
    expect(await refused).toMatchObject({ error: expect.any(EngineUnavailableError) });
    await expect(fleet.acquire("key", NEVER)).rejects.toBeInstanceOf(EngineUnavailableError);
    held.release("ok");
    await fleet.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
