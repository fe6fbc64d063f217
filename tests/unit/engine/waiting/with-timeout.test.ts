import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { withTimeout } from "../../../../engine/waiting/with-timeout.ts";

const never = (): Promise<never> => new Promise(() => undefined);
const late = (): Error => new Error("late");
const LONG_MS = 60_000;

describe("withTimeout", () => {
  it("resolves with what the work returns and releases the signals", async () => {
    const source = new AbortController();
    const options = { timeoutMs: LONG_MS, timeoutError: late, signals: [source.signal] };
    await expect(withTimeout(async () => 7, options)).resolves.toBe(7);
    expect(getEventListeners(source.signal, "abort")).toHaveLength(0);
  });

  it("rejects with the work's own error", async () => {
    const work = async (): Promise<never> => {
      throw new Error("broken");
    };
    await expect(withTimeout(work, { timeoutMs: LONG_MS, timeoutError: late })).rejects.toThrow("broken");
  });

  it("rejects at the timeout while the work continues, and aborts the signal of the work", async () => {
    let seen: AbortSignal | undefined;
    const waiting = withTimeout(
      (signal) => {
        seen = signal;
        return never();
      },
      { timeoutMs: 1, timeoutError: late },
    );
    await expect(waiting).rejects.toThrow("late");
    expect(seen?.reason).toEqual(late());
  });

  it("rejects with the reason of a signal that aborts first", async () => {
    const source = new AbortController();
    const waiting = withTimeout(never, { timeoutMs: LONG_MS, timeoutError: late, signals: [source.signal] });
    source.abort(new Error("closing"));
    await expect(waiting).rejects.toThrow("closing");
  });

  it("rejects at once if a signal has aborted before", async () => {
    const signals = [AbortSignal.abort(new Error("closed"))];
    await expect(withTimeout(never, { timeoutMs: LONG_MS, timeoutError: late, signals })).rejects.toThrow(
      "closed",
    );
  });

  it("leaves no unhandled rejection when the work fails after the timeout", async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = (): Promise<never> => new Promise((_, reject) => (fail = reject));
    await expect(withTimeout(work, { timeoutMs: 1, timeoutError: late })).rejects.toThrow("late");
    fail(new Error("too late to matter"));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
