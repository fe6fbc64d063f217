import { expect, it } from "vitest";
import { runLimited } from "../../../../../engine/local/hub/run-limited.ts";

const never = new AbortController().signal;
const tick = () => new Promise((resolve) => setImmediate(resolve));

it("runs every item, in order and at most the limit at a time", async () => {
  const started: number[] = [];
  let running = 0;
  let most = 0;
  await runLimited([1, 2, 3, 4, 5], 2, never, async (item) => {
    started.push(item);
    running += 1;
    most = Math.max(most, running);
    await tick();
    running -= 1;
  });
  expect({ started, most }).toEqual({ started: [1, 2, 3, 4, 5], most: 2 });
});

it("stops the others when one fails, waits for them, and throws the first error", async () => {
  const ended: string[] = [];
  const running = runLimited(["long", "bad", "later"], 2, never, async (item, signal) => {
    if (item === "bad") throw new Error("bad");
    while (!signal.aborted) await tick();
    await tick();
    ended.push(item);
    throw new Error("aborted");
  });
  await expect(running).rejects.toThrow("bad");
  expect(ended).toEqual(["long"]);
});

it("starts nothing after an abort", async () => {
  const running = runLimited([1], 1, AbortSignal.abort(new Error("enough")), async () => {
    throw new Error("started");
  });
  await expect(running).rejects.toThrow("enough");
});
