import { describe, expect, it } from "vitest";
import { VerdictFeed } from "../../../../dashboard/pages/live/verdict-feed.ts";
import type { VerdictRow } from "../../../../dashboard/pages/live/verdict-row.ts";

const row = (id: string, words = ""): VerdictRow => ({
  id,
  outcome: "allowed",
  policyId: "spam",
  version: 1,
  category: "",
  score: null,
  review: null,
  words,
  externalId: "",
  at: "2026-11-28T12:00:00Z",
});
const ids = (feed: VerdictFeed): string =>
  Array.from({ length: feed.length }, (_, index) => feed.at(index)?.id).join(" ");

describe("VerdictFeed", () => {
  it("has newly settled records before stored ones", () => {
    const feed = new VerdictFeed();
    feed.append([row("c"), row("b")]);
    feed.settle(row("d"), false);
    feed.append([row("a")]);
    feed.settle(row("e"), false);
    expect(ids(feed)).toBe("e d c b a");
    expect(feed.prepended).toBe(2);
    expect(feed.at(9)).toBeUndefined();
  });

  it("has each record once, however it arrives", () => {
    const feed = new VerdictFeed();
    feed.settle(row("d"), false);
    feed.append([row("d"), row("c")]);
    feed.settle(row("c", "again"), false);
    expect(ids(feed)).toBe("d c");
    expect(feed.at(1)?.words).toBe("again");
  });

  it("keeps and counts records that settle while it is paused", () => {
    const feed = new VerdictFeed();
    feed.append([row("a")]);
    feed.settle(row("b"), true);
    feed.settle(row("c"), true);
    feed.settle(row("c", "again"), true);
    expect([ids(feed), feed.waiting]).toEqual(["a", 2]);
    feed.resume();
    expect([ids(feed), feed.waiting]).toEqual(["c b a", 0]);
    expect(feed.at(0)?.words).toBe("again");
  });

  it("replaces only records that it has", () => {
    const feed = new VerdictFeed();
    feed.append([row("a")]);
    expect(feed.replace(row("a", "reviewed"))).toBe(true);
    expect(feed.replace(row("z"))).toBe(false);
    expect([feed.length, feed.at(0)?.words]).toEqual([1, "reviewed"]);
  });
});
