import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFleet, createServers, fail, NEVER, settledNow, statusOf } from "./test-fleet.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Fleet: servers that fail", () => {
  it("ejects a server that fails, and returns it by a probe and then a request", async () => {
    const { fleet, broken, probes } = createFleet(2);
    await fleet.start();
    await vi.advanceTimersByTimeAsync(0);
    const home = (await fleet.acquire("key", NEVER)).server.url;
    broken.add(home);
    await fail(fleet, "key", 3);
    const index = fleet.servers().findIndex(({ server }) => server.url === home);
    expect(fleet.servers()[index]).toMatchObject({ status: "ejected", ejections: 1, retryInMs: 1_000 });
    const elsewhere = await fleet.acquire("key", NEVER);
    expect(elsewhere.server.url).not.toBe(home);
    elsewhere.release("ok");

    probes.length = 0;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(probes).toContain(home);
    expect(fleet.servers()[index]).toMatchObject({ status: "ejected", retryInMs: 2_000 });
    broken.clear();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(statusOf(fleet)[index]).toBe("probation");
    const [trial, other] = [await fleet.acquire("key", NEVER), await fleet.acquire("key", NEVER)];
    expect([trial.server.url === home, other.server.url === home]).toEqual([true, false]);
    trial.release("ok");
    expect(statusOf(fleet)[index]).toBe("up");
    await fleet.close();
  });

  it("counts one failure of many in flight at once as one ejection", async () => {
    const { fleet } = createFleet(1, { capacityOf: () => 20 });
    await fleet.start();
    const leases = await Promise.all(Array.from({ length: 20 }, () => fleet.acquire("key", NEVER)));
    leases.forEach((lease) => lease.release("failed"));
    expect(fleet.servers()).toMatchObject([{ ejections: 1, retryInMs: 1_000, inFlight: 0 }]);
    await fleet.close();
  });

  it("ejects a server that refuses a request at once, and gives up its other requests", async () => {
    const { fleet } = createFleet(2);
    await fleet.start();
    await vi.advanceTimersByTimeAsync(0);
    const [refused, open] = [await fleet.acquire("key", NEVER), await fleet.acquire("key", NEVER)];
    expect(open.server).toBe(refused.server);
    const elsewhere = await Promise.all(Array.from({ length: 4 }, () => fleet.acquire("key", NEVER)));
    const other = elsewhere.find(({ server }) => server !== open.server)!;
    refused.release("refused");
    expect([open.lost.aborted, other.lost.aborted]).toEqual([true, false]);
    expect(statusOf(fleet).toSorted()).toEqual(["ejected", "up"]);
    expect(fleet.servers().find(({ status }) => status === "ejected")).toMatchObject({ retryInMs: 1_000 });
    await fleet.close();
  });

  it("detects by a probe that a server refuses connections, and gives up its requests", async () => {
    const { fleet, refusing, events } = createFleet(1, { probeIntervalMs: 1_000 });
    await fleet.start();
    const held = await fleet.acquire("key", NEVER);
    refusing.add("http://10.0.0.0:8000");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(held.lost.aborted).toBe(true);
    expect(events).toEqual(["down"]);
    held.release("aborted");
    refusing.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    const trial = await fleet.acquire("key", NEVER);
    expect(trial.lost.aborted).toBe(false);
    await fleet.close();
  });

  it("ignores an old request's refusal after the server has recovered", async () => {
    const { fleet } = createFleet(1);
    await fleet.start();
    const [old, first] = [await fleet.acquire("key", NEVER), await fleet.acquire("key", NEVER)];
    first.release("refused");
    await vi.advanceTimersByTimeAsync(1_000);
    const trial = await fleet.acquire("key", NEVER);
    old.release("refused");
    expect(trial.lost.aborted).toBe(false);
    expect(fleet.servers()).toMatchObject([{ ejections: 1, status: "probation" }]);
    await fleet.close();
  });

  it("sends fewer concurrent requests to a server whose shared context overflows, and never ejects it", async () => {
    const { fleet, events } = createFleet(1, { capacityOf: () => 8 });
    await fleet.start();
    const eight = await Promise.all(Array.from({ length: 8 }, () => fleet.acquire("key", NEVER)));
    eight.forEach((lease) => lease.release("overflowed"));
    const four = await Promise.all(Array.from({ length: 4 }, () => fleet.acquire("key", NEVER)));
    const fifth = fleet.acquire("key", NEVER);
    expect(await settledNow(fifth)).toBeUndefined();
    four[0]!.release("ok");
    expect(await settledNow(fifth)).toBeDefined();
    expect(fleet.servers()).toMatchObject([{ status: "up", ejections: 0 }]);
    expect(events).toEqual([]);
    await fleet.close();
  });

  it("does not let requests from before an ejection use or free the slot of the probation", async () => {
    const { fleet } = createFleet(1);
    await fleet.start();
    const [stale, ...failing] = await Promise.all(
      Array.from({ length: 4 }, () => fleet.acquire("key", NEVER)),
    );
    failing.forEach((lease) => lease.release("failed"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(statusOf(fleet)).toEqual(["probation"]);
    const trial = await fleet.acquire("key", NEVER);
    const second = fleet.acquire("key", NEVER);
    stale!.release("aborted");
    expect(await settledNow(second)).toBeUndefined();
    trial.release("aborted");
    expect(await settledNow(second)).toMatchObject({ value: { server: { url: "http://10.0.0.0:8000" } } });
    await fleet.close();
  });

  it("reports when the last server is lost and when one has recovered, and retries in between", async () => {
    const { fleet, broken, events } = createFleet(2);
    await fleet.start();
    await vi.advanceTimersByTimeAsync(0);
    createServers(2).forEach(({ url }) => broken.add(url));
    await fail(fleet, "key", 6);
    expect(events).toEqual(["down"]);
    expect(fleet.health()).toMatchObject({ status: "down" });
    const one = await fleet.acquire("key", NEVER);
    const other = await fleet.acquire("key", NEVER);
    expect(one.server).not.toBe(other.server);
    const third = fleet.acquire("key", NEVER);
    expect(await settledNow(third)).toBeUndefined();
    other.release("ok");
    expect(events).toEqual(["down", "back"]);
    expect((await third).server).toBe(other.server);
    one.release("failed");
    expect(fleet.health()).toEqual({ status: "ready" });
    await fleet.close();
  });
});
