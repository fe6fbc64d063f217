import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { linkSignals } from "../../../../engine/waiting/link-signals.ts";

describe("linkSignals", () => {
  it("aborts with the first of its sources and keeps that reason", () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const { signal } = linkSignals([first.signal, undefined, second.signal]);
    expect(signal.aborted).toBe(false);
    second.abort(new Error("second"));
    first.abort(new Error("first"));
    expect(signal.reason).toEqual(new Error("second"));
  });

  it("is aborted from the start if a source is", () => {
    const { signal } = linkSignals([AbortSignal.abort(new Error("closed"))]);
    expect(signal.reason).toEqual(new Error("closed"));
  });

  it("aborts at the timeout with its error", async () => {
    const linked = linkSignals([], { timeoutMs: 1, timeoutError: () => new Error("late") });
    await new Promise((resolve) => linked.signal.addEventListener("abort", resolve));
    expect(linked.signal.reason).toEqual(new Error("late"));
  });

  it("names a timeout as AbortSignal.timeout does", async () => {
    const linked = linkSignals([], { timeoutMs: 1 });
    await new Promise((resolve) => linked.signal.addEventListener("abort", resolve));
    expect(linked.signal.reason).toMatchObject({ name: "TimeoutError" });
  });

  it("aborts on its own without touching its sources", () => {
    const source = new AbortController();
    const linked = linkSignals([source.signal]);
    linked.abort(new Error("own"));
    expect([linked.signal.reason, source.signal.aborted]).toEqual([new Error("own"), false]);
  });

  it("leaves no listener on its sources once unlinked, and no longer follows them", () => {
    const source = new AbortController();
    const links = Array.from({ length: 20 }, () => linkSignals([source.signal, source.signal]));
    expect(getEventListeners(source.signal, "abort")).toHaveLength(20);
    for (const { unlink } of links) unlink();
    expect(getEventListeners(source.signal, "abort")).toHaveLength(0);
    source.abort();
    expect(links.some(({ signal }) => signal.aborted)).toBe(false);
  });
});
