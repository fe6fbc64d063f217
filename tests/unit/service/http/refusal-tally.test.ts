import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RefusalTally } from "../../../../service/http/refusal-tally.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("writes one line for all refusals of ten seconds, and none if there were none", () => {
  const info = vi.fn<(fields: object, message: string) => void>();
  const tally = new RefusalTally({ info });
  for (let n = 0; n < 1000; n += 1) tally.count("overloaded");
  tally.count("queue_full");
  expect(info).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(info.mock.calls).toEqual([[{ refused: { overloaded: 1000, queue_full: 1 } }, "requests refused"]]);
  tally.count("rate_limit_exceeded");
  vi.advanceTimersByTime(60_000);
  expect(info).toHaveBeenCalledTimes(2);
  expect(info).toHaveBeenLastCalledWith({ refused: { rate_limit_exceeded: 1 } }, "requests refused");
});
