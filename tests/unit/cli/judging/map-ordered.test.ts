import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { mapOrdered } from "../../../../cli/judging/map-ordered.ts";
import { toArray } from "../streams.ts";

async function* count(to: number): AsyncGenerator<number> {
  for (let n = 0; n < to; n += 1) yield n;
}

describe("mapOrdered", () => {
  it("keeps the order and never exceeds its concurrency", async () => {
    let running = 0;
    let most = 0;
    const results = await toArray(
      mapOrdered(count(20), 4, async (n) => {
        running += 1;
        most = Math.max(most, running);
        await delay(n % 3);
        running -= 1;
        return n;
      }),
    );
    expect(results).toEqual([...Array(20).keys()]);
    expect(most).toBe(4);
  });

  it("ends with the first failure, in order, and waits for running calls", async () => {
    let settled = 0;
    const seen: number[] = [];
    const mapped = mapOrdered(count(100), 3, async (n) => {
      await delay(1);
      settled += 1;
      if (n >= 2) throw new Error(`no ${n}`);
      return n;
    });
    await expect(
      (async () => {
        for await (const n of mapped) seen.push(n);
      })(),
    ).rejects.toThrow("no 2");
    expect(seen).toEqual([0, 1]);
    expect(settled).toBeLessThanOrEqual(6);
  });
});
