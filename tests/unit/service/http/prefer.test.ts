import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrefer, planWait } from "../../../../service/http/prefer.ts";

describe("parsePrefer", () => {
  it.each([
    [undefined, false, null],
    ["", false, null],
    ["respond-async", true, null],
    ["Respond-Async", true, null],
    ['respond-async=""', true, null],
    ["respond-async=yes", false, null],
    ["wait=10", false, 10],
    ["WAIT = 10", false, 10],
    ['wait="10"', false, 10],
    ["respond-async, wait=100", true, 100],
    ['return=minimal; foo="a, wait=3", wait=7', false, 7],
    ["wait=1, wait=2", false, 1],
    ["wait", false, null],
    ["wait=", false, null],
    ["wait=-1", false, null],
    ["wait=1.5", false, null],
    ["wait=ten", false, null],
    ["wait=99999999999999999999", false, null],
    ["@@@, respond-async", true, null],
    [",,, ,wait=4,", false, 4],
    ["respond-async;x=1;y", true, null],
    ['respond-async, wait="unclosed, wait=3', true, null],
    ['x="\\", wait=3", wait=4', false, 4],
    ["wait=1 2", false, null],
    [`${"x".repeat(2000)}, wait=3`, false, null],
  ])("%s", (field, respondAsync, waitSeconds) => {
    expect(parsePrefer(field)).toEqual({ respondAsync, waitSeconds });
  });

  it("reads any field without throwing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "binary" }), (field) => {
        const { waitSeconds } = parsePrefer(field);
        return waitSeconds === null || (Number.isInteger(waitSeconds) && waitSeconds >= 0);
      }),
    );
  });

  it.each([`a${" ; ".repeat(340)}@`, `a=${" ".repeat(500)};${" ".repeat(500)}@`, 'a="\\'.repeat(250)])(
    "is parsed quickly although it nearly matches",
    (field) => {
      expect(parsePrefer(field)).toEqual({ respondAsync: false, waitSeconds: null });
    },
    1000,
  );
});

describe("planWait", () => {
  const limits = { defaultSeconds: 30, maxSeconds: 120 };

  it("waits the default time without a preference, and applies nothing", () => {
    const plan = planWait({ respondAsync: false, waitSeconds: null }, limits);
    expect(plan.waitMs).toBe(30_000);
    expect(plan.applied(false)).toBeNull();
  });

  it("does not wait for respond-async, and says so only if the response is early", () => {
    const plan = planWait({ respondAsync: true, waitSeconds: null }, limits);
    expect(plan.waitMs).toBe(0);
    expect(plan.applied(false)).toBe("respond-async");
    expect(plan.applied(true)).toBeNull();
  });

  it("limits wait and reports the limited value", () => {
    const plan = planWait({ respondAsync: false, waitSeconds: 1_000_000 }, limits);
    expect(plan.waitMs).toBe(120_000);
    expect(plan.applied(true)).toBe("wait=120");
  });

  it("waits first if both are requested", () => {
    const plan = planWait({ respondAsync: true, waitSeconds: 5 }, limits);
    expect(plan.waitMs).toBe(5000);
    expect(plan.applied(false)).toBe("respond-async, wait=5");
  });
});
