import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseServer, type ServerLoad } from "../../../../../engine/remote/fleet/choose-server.ts";

const MAX = 4;

function up(inFlight: number, capacity = MAX): ServerLoad {
  return { health: { status: "up", retryAt: 0 }, silent: false, inFlight, capacity, trials: inFlight };
}

function probation(inFlight: number, trials: number): ServerLoad {
  return { health: { status: "probation", retryAt: 0 }, silent: false, inFlight, capacity: MAX, trials };
}

function ejected(retryAt: number, trials = 0, inFlight = trials): ServerLoad {
  return { health: { status: "ejected", retryAt }, silent: false, inFlight, capacity: MAX, trials };
}

const server: fc.Arbitrary<ServerLoad> = fc
  .record({
    status: fc.constantFrom("up", "up", "probation", "ejected"),
    retryAt: fc.nat(100),
    silent: fc.boolean(),
    inFlight: fc.nat(MAX),
    capacity: fc.integer({ min: 1, max: MAX }),
    trials: fc.nat(MAX),
  })
  .map(({ status, retryAt, silent, inFlight, capacity, trials }) => ({
    health: { status, retryAt },
    silent,
    inFlight,
    capacity,
    trials: Math.min(trials, inFlight),
  }));

/** Servers and a random order of them. */
const fleet = fc
  .array(server, { minLength: 1, maxLength: 6 })
  .chain((servers) =>
    fc.tuple(fc.constant(servers), fc.shuffledSubarray([...servers.keys()], { minLength: servers.length })),
  );

function isFree({ health, inFlight, capacity, trials }: ServerLoad): boolean {
  return inFlight < capacity && (health.status === "up" || trials === 0);
}

describe("chooseServer", () => {
  it("chooses the key's first server while it is not overloaded", () => {
    expect(chooseServer([2, 0, 1], [up(0, 8), up(0, 8), up(0, 8)])).toBe(2);
    expect(chooseServer([2, 0, 1], [up(7, 8), up(7, 8), up(7, 8)])).toBe(2);
    // Not busy, although all requests are on one server.
    expect(chooseServer([2, 0, 1], [up(0, 8), up(0, 8), up(1, 8)])).toBe(2);
  });

  it("uses a silent server only if no other can be used", () => {
    const silent = { ...up(0, 8), silent: true };
    expect(chooseServer([0, 1], [silent, up(7, 8)])).toBe(1);
    expect(chooseServer([0, 1], [silent, up(8, 8)])).toBeUndefined();
    expect(chooseServer([0, 1], [silent, ejected(5)])).toBe(0);
  });

  it("moves to the key's next server if the first has 1.25 times the mean", () => {
    // 15 in flight and one more: bound ceil(1.25 * 16 / 3) = 7.
    expect(chooseServer([2, 0, 1], [up(5, 8), up(4, 8), up(6, 8)])).toBe(2);
    expect(chooseServer([2, 0, 1], [up(4, 8), up(4, 8), up(7, 8)])).toBe(0);
    expect(chooseServer([2, 1, 0], [up(4, 8), up(4, 8), up(7, 8)])).toBe(1);
  });

  it("moves to the next server if the first is full, each by its own capacity", () => {
    expect(chooseServer([0, 1], [up(1, 1), up(3, 4)])).toBe(1);
    expect(chooseServer([0, 1], [up(1, 2), up(3, 4)])).toBe(0);
    expect(chooseServer([0, 1], [up(1, 1), up(4, 4)])).toBeUndefined();
  });

  it("never uses or counts an ejected server while another works", () => {
    expect(chooseServer([0, 1], [ejected(0), up(0)])).toBe(1);
    expect(chooseServer([0, 1], [ejected(0), up(MAX)])).toBeUndefined();
    // Bound of the working ones: ceil(1.25 * 3 / 2) = 2, however many requests the third has.
    expect(chooseServer([1, 2, 0], [ejected(0, 0, 4), up(2), up(0)])).toBe(2);
  });

  it("sends one request at a time to a server on probation", () => {
    expect(chooseServer([0, 1], [probation(0, 0), up(1)])).toBe(0);
    expect(chooseServer([0, 1], [probation(1, 1), up(3)])).toBe(1);
    expect(chooseServer([0, 1], [probation(1, 1), up(4)])).toBeUndefined();
    // Requests from before its ejection do not count as the trial.
    expect(chooseServer([0, 1], [probation(1, 0), up(4)])).toBe(0);
  });

  it("tries the one with the earliest retry if all are ejected, one request at a time", () => {
    expect(chooseServer([0, 1, 2], [ejected(30), ejected(10), ejected(20)])).toBe(1);
    expect(chooseServer([0, 1, 2], [ejected(30), ejected(10, 1), ejected(20)])).toBe(2);
    expect(chooseServer([0, 1], [ejected(30, 1), ejected(10, 1)])).toBeUndefined();
  });

  it("respects all limits, uses any free slot, and is deterministic", () => {
    fc.assert(
      fc.property(fleet, ([servers, order]) => {
        const working = servers.filter(({ health }) => health.status !== "ejected");
        const responding = working.filter(({ silent }) => !silent);
        const usable = [responding, working, servers].find(({ length }) => length > 0)!;
        const chosen = chooseServer(order, servers);
        expect(chooseServer(order, servers)).toBe(chosen);
        if (chosen === undefined) expect(usable.some(isFree)).toBe(false);
        else expect(isFree(servers[chosen]!) && usable.includes(servers[chosen]!)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps working servers within 1.25 times the mean while requests arrive", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.record({ key: fc.nat(3), end: fc.boolean() }), { maxLength: 120 }),
        (count, requests) => {
          const inFlight = Array.from({ length: count }, () => 0);
          for (const { key, end } of requests) {
            const order = inFlight.map((_, index) => (key + index) % count);
            const chosen = chooseServer(
              order,
              inFlight.map((held) => up(held, 1_000)),
            )!;
            const total = inFlight.reduce((sum, value) => sum + value, 1);
            expect(inFlight[chosen]!).toBeLessThan(Math.max(250, Math.ceil((1.25 * total) / count)));
            inFlight[chosen]! += 1;
            if (end) inFlight[chosen]! -= 1;
          }
        },
      ),
    );
  });
});
