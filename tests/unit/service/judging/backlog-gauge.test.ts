import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BacklogGauge } from "../../../../service/judging/backlog-gauge.ts";
import type { BacklogState } from "../../../../service/judging/backlog-store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const GROUP = { keyId: "a", priority: "interactive", awaited: true, inBacklog: false } as const;

function stateOf(items: number): BacklogState {
  return { groups: [{ ...GROUP, items }], capacity: { slots: 1, perSecond: 1 } };
}

describe("BacklogGauge", () => {
  it("counts once for all concurrent requests", async () => {
    let reads = 0;
    const gauge = new BacklogGauge(async () => stateOf((reads += 1)));
    await Promise.all([gauge.refresh(), gauge.refresh(), gauge.refresh()]);
    expect(reads).toBe(1);
  });

  it("rejects all requests that wait for a count that never ends, and the next one counts again", async () => {
    let endFirst = (_state: BacklogState): void => undefined;
    const reads = [
      () => new Promise<BacklogState>((resolve) => (endFirst = resolve)),
      async () => stateOf(2),
    ].values();
    const gauge = new BacklogGauge(() => reads.next().value!());
    const waiting = Promise.allSettled([gauge.refresh(), gauge.refresh()]);
    await vi.advanceTimersByTimeAsync(6000);
    const refusal = { status: "rejected", reason: expect.objectContaining({ code: "not_ready" }) };
    expect(await waiting).toEqual([refusal, refusal]);

    await gauge.refresh();
    // A late result is older than the count since then.
    endFirst(stateOf(1));
    await vi.advanceTimersByTimeAsync(0);
    expect(gauge.current().groups).toEqual(stateOf(2).groups);
  });
});
