import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProgressLine } from "../../../../cli/printing/progress-line.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

function capture(interactive: boolean) {
  const written: string[] = [];
  const line = new ProgressLine({ interactive, err: (text: string) => void written.push(text) });
  return { written, line };
}

it("overwrites one line on a terminal, five times a second", () => {
  const { written, line } = capture(true);
  line.show("a", () => "a 1");
  line.show("a", () => "a 2");
  vi.advanceTimersByTime(200);
  line.show("a", () => "a 3");
  line.note("cut");
  line.clear();
  expect(written).toEqual(["\r\u001b[Ka 1", "\r\u001b[Ka 3", "\r\u001b[K", "cut\n"]);
});

it("shows the step at once after it was cleared", () => {
  const { written, line } = capture(true);
  line.show("a", () => "a 1");
  line.clear();
  line.show("a", () => "a 2");
  expect(written).toEqual(["\r\u001b[Ka 1", "\r\u001b[K", "\r\u001b[Ka 2"]);
});

it("writes a whole line at each step and every half minute elsewhere", () => {
  const { written, line } = capture(false);
  for (let second = 0; second < 65; second += 1) {
    line.show("a", () => `a ${second}`);
    vi.advanceTimersByTime(1000);
  }
  line.show("b", () => "b");
  line.note("cut");
  line.clear();
  expect(written).toEqual(["a 0\n", "a 30\n", "a 60\n", "b\n", "cut\n"]);
});
