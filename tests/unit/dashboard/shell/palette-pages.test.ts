import { expect, it } from "vitest";
import { palettePages } from "../../../../dashboard/shell/palette-pages.ts";

const PAGES = [
  { path: "/app/live", title: "Live", scope: "verdicts:read", rail: { key: "l" } },
  { path: "/app/search", title: "Live", scope: "verdicts:read" },
  { path: "/app/verdicts/:id", title: "Verdict", scope: "verdicts:read" },
  { path: "/app/review/queue", title: "Review queue", scope: "reviews:read" },
  { path: "/app/operations/queue", title: "Queue", scope: null },
] as const;

it("has the pages without a key that the scopes allow, each once", () => {
  const words = (...scopes: readonly string[]): readonly string[] =>
    palettePages(PAGES, (scope) => scopes.includes(scope)).map((entry) => entry.words);
  expect(words()).toEqual([]);
  expect(words("verdicts:read", "reviews:read", "audit:read")).toEqual([
    "Go to Review queue",
    "Go to Operations: Batches",
    "Go to Operations: Audit log",
  ]);
});
