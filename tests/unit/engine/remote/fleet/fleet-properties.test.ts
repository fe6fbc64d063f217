import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EngineAbortedError } from "../../../../../engine/errors.ts";
import type { Lease, Outcome } from "../../../../../engine/remote/fleet/lease.ts";
import { createFleet, createServers, type Server } from "./test-fleet.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("Fleet", () => {
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
