import { afterEach, describe, expect, it, vi } from "vitest";
import { Batcher, type Outcome } from "../../../../../service/storage/database/batcher.ts";

type Run = (inputs: readonly number[]) => Promise<readonly Outcome<string>[]>;

const echo: Run = async (inputs) => inputs.map((input) => ({ value: `#${input}` }));

function recording(run: Run, batches: (readonly number[])[]): Run {
  return (inputs) => {
    batches.push(inputs);
    return run(inputs);
  };
}

afterEach(() => void vi.useRealTimers());

describe("Batcher", () => {
  it("abandons a batch that never ends, and runs the calls that were waiting for it", async () => {
    vi.useFakeTimers();
    const batches: (readonly number[])[] = [];
    const run: Run = (inputs) => (inputs.includes(1) ? new Promise(() => undefined) : echo(inputs));
    const batcher = new Batcher({ maxSize: 10, run: recording(run, batches) });
    const stuck = Promise.allSettled([batcher.add(1), batcher.add(2)]);
    await vi.advanceTimersByTimeAsync(1);
    const behind = batcher.add(3);
    await vi.advanceTimersByTimeAsync(9000);
    const refusal = { status: "rejected", reason: expect.objectContaining({ code: "not_ready" }) };
    expect(await stuck).toEqual([refusal, refusal]);
    expect(await behind).toBe("#3");
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it("runs calls of one turn together, and calls during a batch in the next one", async () => {
    const batches: (readonly number[])[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const batcher = new Batcher({
      maxSize: 10,
      run: recording(async (inputs) => (await gate, echo(inputs)), batches),
    });
    const first = [1, 2, 3].map((input) => batcher.add(input));
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual([[1, 2, 3]]);
    const second = [4, 5].map((input) => batcher.add(input));
    release();
    expect(await Promise.all([...first, ...second])).toEqual(["#1", "#2", "#3", "#4", "#5"]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(await batcher.add(6)).toBe("#6");
  });

  it("keeps batches below their size and weight, but lets one heavy input through", async () => {
    const batches: (readonly number[])[] = [];
    const options = {
      maxSize: 3,
      weigh: (input: number) => input,
      maxWeight: 10,
      run: recording(echo, batches),
    };
    const batcher = new Batcher(options);
    await Promise.all([1, 1, 1, 1, 8, 2, 99, 5, 6].map((input) => batcher.add(input)));
    expect(batches).toEqual([[1, 1, 1], [1, 8], [2], [99], [5], [6]]);
  });

  it("returns an outcome for each input", async () => {
    const run: Run = async (inputs) =>
      inputs.map((input) =>
        input % 2 === 0 ? { value: `#${input}` } : { error: new Error(`odd ${input}`) },
      );
    const batcher = new Batcher({ maxSize: 10, run });
    const results = await Promise.allSettled([1, 2, 3].map((input) => batcher.add(input)));
    expect(
      results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason))),
    ).toEqual(["Error: odd 1", "#2", "Error: odd 3"]);
  });

  it("retries the others one by one if one input failed the batch", async () => {
    const batches: (readonly number[])[] = [];
    const run: Run = async (inputs) => {
      if (inputs.includes(2)) throw new Error("spoilt");
      return echo(inputs);
    };
    const batcher = new Batcher({ maxSize: 10, run: recording(run, batches), isolate: () => true });
    const results = await Promise.allSettled([1, 2, 3].map((input) => batcher.add(input)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it("fails all if it must not retry, and continues with the next", async () => {
    let isDown = true;
    const run: Run = async (inputs) => {
      if (isDown) throw new Error("down");
      return echo(inputs);
    };
    const batcher = new Batcher({ maxSize: 10, run, isolate: () => false });
    const results = await Promise.allSettled([1, 2].map((input) => batcher.add(input)));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isDown = false;
    expect(await batcher.add(3)).toBe("#3");
  });

  it("rejects an input for which the batch has no outcome", async () => {
    const batcher = new Batcher<number, string>({ maxSize: 10, run: async () => [] });
    await expect(batcher.add(1)).rejects.toThrow("no outcome");
  });
});
