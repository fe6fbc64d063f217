import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterProbeFailed,
  afterProbeOk,
  afterRefusal,
  afterRequestFailed,
  afterRequestOk,
  type ServerHealth,
  UNPROVEN,
} from "../../../../../engine/remote/fleet/server-health.ts";

const UP = afterProbeOk(UNPROVEN);

/** Fails requests until the server is ejected. */
function failUntilEjected(health: ServerHealth, now: number): ServerHealth {
  let failed = health;
  do failed = afterRequestFailed(failed, failed.ejections, now);
  while (failed.status !== "ejected");
  return failed;
}

describe("server health", () => {
  it("is up after the first probe", () => {
    expect(UNPROVEN.status).toBe("ejected");
    expect(UP.status).toBe("up");
  });

  it("ejects after three failed requests in a row", () => {
    const twice = afterRequestFailed(afterRequestFailed(UP, 0, 10), 0, 11);
    expect(twice.status).toBe("up");
    expect(afterRequestFailed(twice, 0, 12)).toMatchObject({
      status: "ejected",
      retryAt: 1_012,
      ejections: 1,
    });
    const recovered = afterRequestOk(twice);
    expect(afterRequestFailed(recovered, 0, 12).status).toBe("up");
  });

  it("ejects a server that responds to probes and fails requests", () => {
    let health = UP;
    for (let n = 0; n < 3; n += 1) health = afterProbeOk(afterRequestFailed(health, 0, 0));
    expect([health.ejections, health.status]).toEqual([1, "probation"]);
  });

  it("ejects after two failed probes in a row", () => {
    const once = afterProbeFailed(UP, 0, 0);
    expect(once.status).toBe("up");
    expect(afterProbeFailed(afterProbeOk(once), 0, 0).status).toBe("up");
    expect(afterProbeFailed(once, 0, 0).status).toBe("ejected");
  });

  it("doubles the pause until a request succeeds, up to half a minute", () => {
    const pauses: number[] = [];
    let health = UP;
    for (let n = 0; n < 8; n += 1) {
      health = failUntilEjected(health, 0);
      pauses.push(health.retryAt);
      health = afterProbeOk(health);
      expect(health.status).toBe("probation");
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(failUntilEjected(afterRequestOk(health), 0).retryAt).toBe(1_000);
  });

  it("ejects at once if connections are refused", () => {
    expect(afterRefusal(UP, 0, 10)).toMatchObject({ status: "ejected", ejections: 1, retryAt: 1_010 });
    const ejected = failUntilEjected(UP, 0);
    expect(afterRefusal(ejected, 0, 500)).toBe(ejected);
  });

  it("ejects at once on probation, and returns on one success", () => {
    const probation = afterProbeOk(failUntilEjected(UP, 0));
    expect(afterRequestFailed(probation, probation.ejections, 0).status).toBe("ejected");
    expect(afterRequestOk(probation).status).toBe("up");
    expect(afterRequestOk(failUntilEjected(UP, 0)).status).toBe("up");
  });

  it("ignores failures of requests and probes that began before the ejection", () => {
    const ejected = failUntilEjected(UP, 0);
    expect(afterRequestFailed(ejected, 0, 500)).toBe(ejected);
    expect(afterProbeFailed(ejected, 0, 500)).toBe(ejected);
  });

  it("never decreases the number of ejections, and retries after at most half a minute", () => {
    const event = fc.record({
      kind: fc.constantFrom("requestOk", "requestFailed", "probeOk", "probeFailed"),
      late: fc.boolean(),
      after: fc.nat(10_000),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let health = UNPROVEN;
        let now = 0;
        for (const { kind, late, after } of events) {
          now += after;
          const before = health;
          const begunAt = before.ejections - (late ? 1 : 0);
          if (kind === "requestOk") health = afterRequestOk(before);
          else if (kind === "probeOk") health = afterProbeOk(before);
          else if (kind === "requestFailed") health = afterRequestFailed(before, begunAt, now);
          else health = afterProbeFailed(before, begunAt, now);
          expect(health.ejections - before.ejections).toBeGreaterThanOrEqual(0);
          expect(health.retryAt).toBeLessThanOrEqual(now + 30_000);
          if (kind.endsWith("Ok")) expect(health.status).not.toBe("ejected");
        }
      }),
    );
  });
});
