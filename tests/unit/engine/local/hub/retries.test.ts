import { describe, expect, it } from "vitest";
import { HubError, HubUnavailableError } from "../../../../../engine/local/hub/hub-error.ts";
import { DEFAULT_RETRY_POLICY } from "../../../../../engine/local/hub/retry-policy.ts";
import { parseRetryAfter, Retries } from "../../../../../engine/local/hub/retries.ts";

const cut = new HubUnavailableError("cut");

function retries(attempts: number, signal = new AbortController().signal) {
  const pauses: number[] = [];
  const retryPolicy = { ...DEFAULT_RETRY_POLICY, firstPauseMs: 8, maxPauseMs: 10, maxRetryAfterMs: 60_000 };
  const options = { retryPolicy, signal, onRetry: (_: string, pauseMs: number) => void pauses.push(pauseMs) };
  return { pauses, subject: new Retries(attempts, options) };
}

describe("Retries", () => {
  it("waits longer each time up to a limit, and throws the last error", async () => {
    const { pauses, subject } = retries(4);
    for (let failure = 1; failure <= 3; failure += 1) await subject.waitAfter(cut);
    await expect(subject.waitAfter(cut)).rejects.toBe(cut);
    expect(pauses).toHaveLength(3);
    expect(pauses.slice(1)).toEqual([10, 10]);
  });

  it("resets the count after progress", async () => {
    const { subject } = retries(2);
    for (let failure = 1; failure <= 5; failure += 1) {
      await subject.waitAfter(cut);
      subject.progressed();
    }
    await subject.waitAfter(cut);
    await expect(subject.waitAfter(cut)).rejects.toBe(cut);
  });

  it("waits for the server's Retry-After, up to a limit", async () => {
    const { pauses, subject } = retries(9);
    await subject.waitAfter(new HubUnavailableError("busy", { retryAfterMs: 20 }));
    expect(pauses).toEqual([20]);
    const waiting = subject.waitAfter(new HubUnavailableError("busy", { retryAfterMs: 120_000 }));
    await expect(waiting).rejects.toThrow("busy: retry after 2 minutes");
  });

  it("does not wait after permanent errors, nor after an abort", async () => {
    const fatal = new HubError("no");
    await expect(retries(9).subject.waitAfter(fatal)).rejects.toBe(fatal);
    const bug = new TypeError("bug");
    await expect(retries(9).subject.waitAfter(bug)).rejects.toBe(bug);
    const controller = new AbortController();
    const waiting = retries(9, controller.signal).subject.waitAfter(cut);
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});

it.each([
  [null, null],
  ["0", 0],
  ["120", 120_000],
  ["soon", null],
  ["Mon, 23 Nov 2026 10:00:05 GMT", 5000],
  ["Mon, 23 Nov 2026 09:00:00 GMT", 0],
])("parses the Retry-After %j to %j ms", (value, ms) => {
  expect(parseRetryAfter(value, Date.parse("2026-11-23T10:00:00Z"))).toBe(ms);
});
