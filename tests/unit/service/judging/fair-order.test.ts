import { describe, expect, it } from "vitest";
import { fairOrder, type WaitingKey } from "../../../../service/judging/fair-order.ts";

const alike = (): number => 1;

function key(keyId: string, items: number, pass: number | null = null): WaitingKey {
  return { keyId, pass, ids: Array.from({ length: items }, (_, n) => `${keyId}${n}`) };
}

/** Orders turn by turn like the dispatcher, keeping the passes in between. */
function serve(turns: readonly (readonly WaitingKey[])[], weightOf = alike, room = 1): string[] {
  let virtualTime = 0;
  const passes = new Map<string, number>();
  return turns.flatMap((keys) => {
    const kept = keys.map((one) => ({ ...one, pass: passes.get(one.keyId) ?? null }));
    const turn = fairOrder(kept, virtualTime, weightOf, room);
    virtualTime = turn.virtualTime;
    for (const [keyId, pass] of turn.passes) passes.set(keyId, pass);
    return [...turn.ids];
  });
}

describe("fairOrder", () => {
  it("alternates between keys, however many items one has", () => {
    const { ids } = fairOrder([key("flood", 1000), key("light", 2)], 0, alike, 6);
    expect(ids).toEqual(["flood0", "light0", "flood1", "light1", "flood2", "flood3"]);
  });

  it("serves keys by weight", () => {
    const weightOf = (keyId: string): number => (keyId === "a" ? 3 : 1);
    const { ids } = fairOrder([key("a", 100), key("b", 100)], 0, weightOf, 40);
    expect(ids.filter((id) => id.startsWith("a"))).toHaveLength(30);
  });

  it("remembers passes between turns of one item", () => {
    const both = [key("a", 5), key("b", 5)];
    expect(serve([both, both, both, both]).map((id) => id[0])).toEqual(["a", "b", "a", "b"]);
  });

  it("starts a new key at the virtual time: it has not accumulated turns", () => {
    const alone = Array.from({ length: 50 }, () => [key("old", 5)]);
    const together = Array.from({ length: 20 }, () => [key("old", 5), key("new", 5)]);
    const served = serve([...alone, ...together]).slice(50);
    expect(served.filter((id) => id.startsWith("new"))).toHaveLength(10);
  });

  it("does not penalise a key for having been served alone", () => {
    const first = Array.from({ length: 50 }, () => [key("a", 5)]);
    const second = Array.from({ length: 50 }, () => [key("b", 5)]);
    const together = Array.from({ length: 20 }, () => [key("a", 5), key("b", 5)]);
    const served = serve([...first, ...second, ...together]).slice(100);
    expect(served.filter((id) => id.startsWith("a")).length).toBeGreaterThanOrEqual(9);
  });

  it("counts an item once if two keys wait for it", () => {
    const shared = { keyId: "b", pass: null, ids: ["a0", "b0"] };
    expect(fairOrder([key("a", 2), shared], 0, alike, 10).ids).toEqual(["a0", "b0", "a1"]);
  });
});
