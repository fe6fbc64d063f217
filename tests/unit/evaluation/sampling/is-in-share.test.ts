import { describe, expect, it } from "vitest";
import { isInShare } from "../../../../evaluation/sampling/is-in-share.ts";

const ids = Array.from({ length: 5000 }, (_, index) => `item-${index}`);
const sampled = (trial: string, share: number): string[] =>
  ids.filter((id) => isInShare(`${trial} ${id}`, share));

describe("isInShare", () => {
  it("decides the same each time, samples about the share, and decides independently for another prefix", () => {
    const tenth = sampled("a", 0.1);
    expect(sampled("a", 0.1)).toEqual(tenth);
    expect(tenth.length).toBeGreaterThan(400);
    expect(tenth.length).toBeLessThan(600);
    const other = new Set(sampled("b", 0.1));
    expect(tenth.filter((id) => other.has(id)).length).toBeLessThan(tenth.length / 2);
  });

  it("keeps what it samples when the share grows, up to everything", () => {
    const larger = new Set(sampled("a", 0.5));
    expect(sampled("a", 0.1).every((id) => larger.has(id))).toBe(true);
    expect(sampled("a", 1)).toHaveLength(ids.length);
  });
});
