import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServerLoad } from "../../../../../engine/remote/fleet/choose-server.ts";
import { chooseWaiter, MAX_OVERTAKEN } from "../../../../../engine/remote/fleet/choose-waiter.ts";

const MAX = 4;

function loads(...inFlight: number[]): ServerLoad[] {
  return inFlight.map((held) => ({
    health: { status: "up", retryAt: 0 },
    silent: false,
    inFlight: held,
    capacity: MAX,
    trials: held,
  }));
}

function waiting(order: readonly number[], overtaken = 0) {
  return { order, overtaken };
}

describe("chooseWaiter", () => {
  it("chooses nothing if nothing waits or all servers are full", () => {
    expect(chooseWaiter([], loads(0))).toBeUndefined();
    expect(chooseWaiter([waiting([0, 1])], loads(4, 4))).toBeUndefined();
  });

  it("gives a slot to the oldest request that prefers its server", () => {
    const line = [waiting([0, 1]), waiting([1, 0]), waiting([1, 0])];
    expect(chooseWaiter(line, loads(4, 3))).toMatchObject({ waiter: 1, server: 1 });
  });

  it("gives it to the oldest request if none prefers its server", () => {
    const line = [waiting([0, 2, 1]), waiting([2, 0, 1])];
    expect(chooseWaiter(line, loads(4, 3, 4))).toMatchObject({ waiter: 0, server: 1 });
  });

  it("limits how often a request is overtaken", () => {
    const line = [waiting([0, 1], MAX_OVERTAKEN), waiting([1, 0])];
    expect(chooseWaiter(line, loads(4, 3))).toMatchObject({ waiter: 0, server: 1 });
    const behind = [waiting([0, 1]), waiting([0, 1], MAX_OVERTAKEN), waiting([1, 0])];
    expect(chooseWaiter(behind, loads(4, 3))).toMatchObject({ waiter: 0 });
  });

  it("overtakes no request more often than the limit, for any sequence of events", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: fc.nat(2), ends: fc.nat(2), arrivals: fc.nat(3) }), { maxLength: 150 }),
        (steps) => {
          const inFlight = [0, 0, 0];
          const line: { order: number[]; overtaken: number; passedBy: number }[] = [];
          for (const { key, ends, arrivals } of steps) {
            for (let n = 0; n < arrivals; n += 1) {
              line.push({ order: [0, 1, 2].map((index) => (key + index) % 3), overtaken: 0, passedBy: 0 });
            }
            inFlight[ends] = Math.max(0, inFlight[ends]! - 1);
            for (let n = 0; ; n += 1) {
              expect(n).toBeLessThanOrEqual(3 * MAX);
              const next = chooseWaiter(line, loads(...inFlight));
              if (next === undefined) break;
              inFlight[next.server]! += 1;
              line.splice(next.waiter, 1);
              for (const passed of line.slice(0, next.waiter)) {
                passed.overtaken += 1;
                passed.passedBy += 1;
                expect(passed.passedBy).toBeLessThanOrEqual(MAX_OVERTAKEN);
              }
            }
            expect(line.length === 0 || inFlight.every((held) => held === MAX)).toBe(true);
          }
        },
      ),
    );
  });
});
