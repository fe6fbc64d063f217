import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProgressLine } from "../../../../cli/printing/progress-line.ts";
import { StatusLine } from "../../../../cli/printing/status-line.ts";
import { StepLine } from "../../../../cli/model/step-line.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

function capture(interactive: boolean) {
  const written: string[] = [];
  return { written, io: { interactive, err: (text: string) => void written.push(text) } };
}

it("overwrites one line on a terminal, five times a second", () => {
  const { written, io } = capture(true);
  const line = new StatusLine(io);
  line.show("a", () => "a 1");
  line.show("a", () => "a 2");
  vi.advanceTimersByTime(200);
  line.show("a", () => "a 3");
  line.note("cut");
  line.finish();
  expect(written).toEqual(["\r\u001b[Ka 1", "\r\u001b[Ka 3", "\r\u001b[K", "cut\n"]);
});

it("writes a whole line at each step and every half minute elsewhere", () => {
  const { written, io } = capture(false);
  const line = new StatusLine(io);
  for (let second = 0; second < 65; second += 1) {
    line.show("a", () => `a ${second}`);
    vi.advanceTimersByTime(1000);
  }
  line.show("b", () => "b");
  line.note("cut");
  line.finish();
  expect(written).toEqual(["a 0\n", "a 30\n", "a 60\n", "b\n", "cut\n"]);
});

it("says how far a build is where there is no terminal", () => {
  const { written, io } = capture(false);
  const line = new ProgressLine("Building the model", io);
  line.update(0, 10e9);
  vi.advanceTimersByTime(30_000);
  line.update(6e9, 10e9);
  line.finish();
  expect(written).toEqual(["Building the model: 0 %\n", "Building the model: 60 %, 200 MB/s, 20 s left\n"]);
});

it("says how far an engine's step is where there is no terminal", () => {
  const { written, io } = capture(false);
  const line = new StepLine(io);
  line.show({ step: "building model", done: 0, total: 10 });
  line.show({ step: "building model", done: 1, total: 10 });
  vi.advanceTimersByTime(30_000);
  line.show({ step: "building model", done: 4, total: 10 });
  line.show({ step: "loading model", done: 0, total: 1 });
  line.finish();
  expect(written).toEqual(["building model\n", "building model 40 %\n", "loading model\n"]);
});
