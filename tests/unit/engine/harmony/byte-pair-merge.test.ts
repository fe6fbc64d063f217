import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytePairMerge } from "../../../../engine/harmony/byte-pair-merge.ts";

/** The definition, step by step: the lowest rank, the leftmost of equals. */
function mergeByDefinition(bytes: string, idOf: ReadonlyMap<string, number>): number[] {
  const parts = bytes.split("");
  for (;;) {
    let best = -1;
    let bestRank = Infinity;
    for (let i = 0; i < parts.length - 1; i += 1) {
      const rank = idOf.get(parts[i]! + parts[i + 1]!) ?? Infinity;
      if (rank < bestRank) {
        [best, bestRank] = [i, rank];
      }
    }
    if (best === -1) {
      return parts.map((part) => idOf.get(part)!);
    }
    parts.splice(best, 2, parts[best]! + parts[best + 1]!);
  }
}

const ranks = (...tokens: string[]) => new Map(tokens.map((token, id) => [token, id]));

describe("bytePairMerge", () => {
  it("merges the leftmost of equal pairs", () => {
    const idOf = ranks("a", "aa");
    expect(bytePairMerge("aaa", idOf)).toEqual([1, 0]);
    expect(bytePairMerge("aaaaa", idOf)).toEqual([1, 1, 0]);
  });

  it("merges by rank, not by length or position", () => {
    expect(bytePairMerge("abc", ranks("a", "b", "c", "bc", "ab"))).toEqual([0, 3]);
  });

  it("follows the definition over random vocabularies and inputs", () => {
    const token = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.uniqueArray(token, { maxLength: 30 }),
        fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 60 }),
        (tokens, input) => {
          const idOf = ranks("a", "b", "c", ...tokens);
          expect(bytePairMerge(input, idOf)).toEqual(mergeByDefinition(input, idOf));
        },
      ),
      { numRuns: 500 },
    );
  });
});
