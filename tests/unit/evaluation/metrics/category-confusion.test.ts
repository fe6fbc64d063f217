import { expect, it } from "vitest";
import { CategoryCounter } from "../../../../evaluation/metrics/category-confusion.ts";

it("has figures for the most frequent categories, whatever a model calls the others", () => {
  const counter = new CategoryCounter();
  const add = (expected: string | null, judged: string | null): void =>
    counter.add({
      truth: { id: "x", violation: 1, policyCategory: expected, tags: [] },
      judgement: { status: "completed", violation: 1, policyCategory: judged, score: null },
    });
  for (let n = 0; n < 50; n += 1) add("A", "A");
  for (let n = 0; n < 300; n += 1) add("A", `word ${n}`);
  add(null, null);
  const { labels, counts } = counter.confusion()!;
  expect(labels).toHaveLength(201);
  expect([labels[0], labels.at(-1)]).toEqual(["A", null]);
  expect(counts[0]![0]).toBe(50);
  expect(counter.metrics().size).toBe(200);
  // Those without figures of their own still count as wrong.
  expect(counter.metrics().get("A")?.recall).toMatchObject({ count: 50, total: 350 });
});
