import { describe, expect, it } from "vitest";
import { Patience } from "../../../../service/judging/patience.ts";

function patienceAt(): { patience: Patience; pass: (milliseconds: number) => void } {
  let now = 0;
  return { patience: new Patience(() => now), pass: (milliseconds) => void (now += milliseconds) };
}

describe("Patience", () => {
  it("is what the caller asks for as long as callers stay", () => {
    const { patience } = patienceAt();
    for (let n = 0; n < 40; n += 1) patience.ended("key", { left: false, milliseconds: 100 });
    for (let n = 0; n < 3; n += 1) patience.ended("key", { left: true, milliseconds: 10 });
    expect(patience.of("key", 30_000)).toBe(30_000);
  });

  it("is the time after which many have left, by key, and never more than was asked for", () => {
    const { patience } = patienceAt();
    for (const milliseconds of [100, 5000, 5010, 5020, 5030]) {
      patience.ended("key", { left: true, milliseconds });
    }
    expect(patience.of("key", 30_000)).toBe(5010);
    expect(patience.of("key", 2000)).toBe(2000);
    expect(patience.of("other", 30_000)).toBe(30_000);
  });

  it("stays known when callers stay again, since they do because of it", () => {
    const { patience } = patienceAt();
    for (let n = 0; n < 10; n += 1) patience.ended("key", { left: true, milliseconds: 5000 });
    for (let n = 0; n < 100; n += 1) patience.ended("key", { left: false, milliseconds: 1000 });
    expect(patience.of("key", 30_000)).toBe(5000);
  });

  it("is forgotten after a minute", () => {
    const { patience, pass } = patienceAt();
    for (let n = 0; n < 10; n += 1) patience.ended("key", { left: true, milliseconds: 5000 });
    pass(60_001);
    expect(patience.of("key", 30_000)).toBe(30_000);
  });
});
