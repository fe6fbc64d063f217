import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterOverflow,
  afterSuccess,
  UNLIMITED,
} from "../../../../../engine/remote/fleet/in-flight-limit.ts";

describe("the limit of a server whose requests share a context", () => {
  it("is none until requests overflow", () => {
    expect(afterSuccess(UNLIMITED)).toEqual(UNLIMITED);
    expect(UNLIMITED.requests).toBeNull();
  });

  it("is halved once for all requests that overflow together, down to one", () => {
    let limit = UNLIMITED;
    for (const inFlight of [8, 7, 6]) limit = afterOverflow(limit, 0, inFlight);
    expect(limit.requests).toBe(4);
    for (let n = 0; n < 5; n += 1) limit = afterOverflow(limit, limit.decreases, limit.requests ?? 0);
    expect(limit.requests).toBe(1);
  });

  it("grows by one after many successes", () => {
    let limit = afterOverflow(UNLIMITED, 0, 4);
    let successes = 0;
    for (; limit.requests === 2; successes += 1) limit = afterSuccess(limit);
    expect(limit.requests).toBe(3);
    expect(successes).toBe(32);
  });

  it("is never below one", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ ok: fc.boolean(), inFlight: fc.nat(64) })), (events) => {
        let limit = UNLIMITED;
        for (const { ok, inFlight } of events) {
          limit = ok ? afterSuccess(limit) : afterOverflow(limit, limit.decreases, inFlight);
          expect(limit.requests ?? 1).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});
