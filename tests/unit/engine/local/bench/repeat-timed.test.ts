import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { repeatTimed } from "../../../../../engine/local/bench/repeat-timed.ts";

const { signal } = new AbortController();

describe("repeatTimed", () => {
  it("repeats after a warm-up run that is not timed", async () => {
    let runs = 0;
    const times = await repeatTimed(async () => void (runs += 1), { repeats: 3, budgetMs: 1e6, signal });
    expect(times).toHaveLength(3);
    expect(runs).toBe(4);
  });

  it("stops early when the timed runs have used the budget, and never counts the first", async () => {
    let runs = 0;
    const times = await repeatTimed(
      () => {
        runs += 1;
        return delay(runs === 1 ? 60 : 5);
      },
      { repeats: 3, budgetMs: 1, signal },
    );
    expect(runs).toBe(2);
    expect(times).toEqual([expect.any(Number)]);
  });

  it("stops between two runs when it is aborted", async () => {
    const abort = new AbortController();
    const measuring = repeatTimed(async () => abort.abort(), {
      repeats: 3,
      budgetMs: 1e6,
      signal: abort.signal,
    });
    await expect(measuring).rejects.toThrow("aborted");
  });
});
