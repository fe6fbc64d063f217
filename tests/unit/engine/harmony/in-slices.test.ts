import { describe, expect, it } from "vitest";
import { encodeOrdinary, encodeSteps } from "../../../../engine/harmony/tokenizer.ts";
import { finish, Slices } from "../../../../engine/harmony/in-slices.ts";

/** Counts turns of the event loop while something runs. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isRunning = true;
  const count = (): void => {
    turns += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isRunning = false;
  return turns;
}

/** A clock that advances by a millisecond whenever it is read. */
function steppingClock(): () => number {
  let now = 0;
  return () => (now += 1);
}

function* countTo(limit: number): Generator<undefined, number> {
  let n = 0;
  while (n < limit) {
    n += 1;
    yield;
  }
  return n;
}

describe("Slices", () => {
  it("yields to the event loop repeatedly, within one computation and between many", async () => {
    const slices = new Slices(steppingClock());
    expect(await turnsDuring(slices.run(countTo(1000)))).toBeGreaterThan(50);
    const many = Promise.all(Array.from({ length: 100 }, () => slices.run(countTo(10))));
    expect(await turnsDuring(many)).toBeGreaterThan(50);
  });

  it("runs one after the other, and continues after one that fails", async () => {
    const slices = new Slices();
    const order: string[] = [];
    function* named(name: string): Generator<undefined, string> {
      order.push(`${name} begins`);
      yield;
      if (name === "b") throw new Error("b fails");
      order.push(`${name} ends`);
      return name;
    }
    const results = await Promise.allSettled(["a", "b", "c"].map((name) => slices.run(named(name))));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(order).toEqual(["a begins", "a ends", "b begins", "c begins", "c ends"]);
  });
});

describe("encoding in steps", () => {
  it("takes many steps for 199,000 zero-width characters, and returns the same ids", () => {
    const text = "\u200B".repeat(199_000);
    let steps = 0;
    const encoding = encodeSteps(text);
    let step = encoding.next();
    for (; step.done !== true; step = encoding.next()) steps += 1;
    expect(steps).toBeGreaterThan(200);
    expect(step.value).toEqual(encodeOrdinary(text));
  });

  it("takes many slices for a long text of short words", () => {
    const text = "see you at noon ".repeat(5000);
    expect([...encodeSteps(text)].length).toBeGreaterThan(10);
    expect(finish(encodeSteps(text))).toEqual(encodeOrdinary(text));
  });
});
