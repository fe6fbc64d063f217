import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  EngineAbortedError,
  EngineFailedError,
  EngineUnavailableError,
} from "../../../../../engine/errors.ts";
import {
  Fleet,
  type FleetOptions,
  type Lease,
  type Outcome,
} from "../../../../../engine/remote/fleet/fleet.ts";
import { nodeWarnings } from "../../../../helpers/node-warnings.ts";

interface Server {
  readonly url: string;
}

const NEVER = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function createServers(count: number): Server[] {
  return Array.from({ length: count }, (_, index) => ({ url: `http://10.0.0.${index}:8000` }));
}

/** A fleet with a fake clock, whose probes fail for the URLs in `broken`. */
function createFleet(count: number, options: Partial<FleetOptions<Server>> = {}) {
  const broken = new Set<string>();
  const refusing = new Set<string>();
  const probes: string[] = [];
  const events: string[] = [];
  const fleet = new Fleet(createServers(count), {
    capacityOf: () => 4,
    probe: async ({ url }) => {
      probes.push(url);
      if (broken.has(url)) throw new Error("broken");
      if (refusing.has(url)) throw new Error("refused");
    },
    isRefusal: ({ message }) => message === "refused",
    onDown: () => events.push("down"),
    onRecovered: () => events.push("back"),
    now: () => Date.now(),
    ...options,
  });
  return { fleet, broken, refusing, probes, events };
}

/** `undefined` while the promise is pending. */
async function settledNow<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown } | undefined> {
  let outcome: { value: T } | { error: unknown } | undefined;
  promise.then(
    (value) => (outcome = { value }),
    (error: unknown) => (outcome = { error }),
  );
  await vi.advanceTimersByTimeAsync(0);
  return outcome;
}

async function fail(fleet: Fleet<Server>, key: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) (await fleet.acquire(key, NEVER)).release("failed");
}

function statusOf(fleet: Fleet<Server>): string[] {
  return fleet.servers().map(({ status }) => status);
}

describe("Fleet", () => {
  it("refuses what cannot be a fleet", () => {
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

  it("probes more than ten servers at a time without a warning of Node", async () => {
    const { fleet } = createFleet(12, { probe: () => new Promise(() => undefined) });
    const warnings = await nodeWarnings(async () => {
      const started = settledNow(fleet.start());
      await fleet.close();
      await started;
    });
    expect(warnings).not.toContain("MaxListenersExceededWarning");
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

  it("lets requests from before an ejection neither take nor free the slot on probation", async () => {
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

  it("is down while every server accepts probes without a response, but ejects none for that", async () => {
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

  it("respects its limits and loses no request, for any sequence of events", async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant("acquire" as const), key: fc.nat(4) }) },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant("release" as const),
          which: fc.nat(20),
          outcome: fc.constantFrom<Outcome>("ok", "ok", "failed", "aborted", "refused", "overflowed"),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("abort" as const), which: fc.nat(20) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("break" as const), which: fc.nat(3) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.nat(3_000) }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { maxLength: 60 }),
        async (count, capacity, steps) => {
          const { fleet, broken } = createFleet(count, { capacityOf: () => capacity, probeIntervalMs: 500 });
          await fleet.start();
          const urls = createServers(count).map(({ url }) => url);
          const held: Lease<Server>[] = [];
          const waiting: AbortController[] = [];
          const asked = { all: 0, granted: 0, aborted: 0, unexpected: 0 };
          const acquire = (key: string): void => {
            const controller = new AbortController();
            asked.all += 1;
            waiting.push(controller);
            const leave = () => waiting.splice(waiting.indexOf(controller), 1);
            fleet.acquire(key, controller.signal).then(
              (lease) => (leave(), held.push(lease), (asked.granted += 1)),
              (error: unknown) => {
                leave();
                if (error instanceof EngineAbortedError) asked.aborted += 1;
                else asked.unexpected += 1;
              },
            );
          };
          const check = (): void => {
            const inFlight = fleet.servers().map((each) => each.inFlight);
            const holds = urls.map((url) => held.filter(({ server }) => server.url === url).length);
            expect(inFlight).toEqual(holds);
            expect(Math.max(...inFlight)).toBeLessThanOrEqual(capacity);
          };
          for (const each of steps) {
            if (each.do === "acquire") {
              acquire(`policy-${each.key}`);
            } else if (each.do === "release") {
              held.splice(each.which % (held.length || 1), 1)[0]?.release(each.outcome);
            } else if (each.do === "abort") {
              waiting[each.which % (waiting.length || 1)]?.abort();
            } else if (each.do === "pass") {
              await vi.advanceTimersByTimeAsync(each.ms);
            } else {
              const url = urls[each.which % count]!;
              if (!broken.delete(url)) broken.add(url);
            }
            await vi.advanceTimersByTimeAsync(0);
            check();
          }
          broken.clear();
          for (let rounds = 0; held.length + waiting.length > 0; rounds += 1) {
            expect(rounds).toBeLessThanOrEqual(asked.all);
            held.splice(0, 1)[0]?.release("ok");
            await vi.advanceTimersByTimeAsync(0);
            check();
          }
          expect(asked).toEqual({ ...asked, all: asked.granted + asked.aborted, unexpected: 0 });
          await fleet.close();
          expect(vi.getTimerCount()).toBe(0);
        },
      ),
      { numRuns: 80 },
    );
  });
});
