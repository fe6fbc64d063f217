import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildByteTrie } from "../../../../engine/grammar/byte-trie.ts";
import type { ByteTrie } from "../../../../engine/grammar/byte-trie.ts";

function build(strings: readonly Uint8Array[]): ByteTrie {
  const end = Uint32Array.from(
    strings.map(
      (
        (at) => (string: Uint8Array) =>
          (at += string.length)
      )(0),
    ),
  );
  const start = Uint32Array.from(strings.map((string, k) => end[k]! - string.length));
  return buildByteTrie({ bytes: Buffer.concat(strings), start, end }, Uint32Array.from(strings.keys()));
}

/** Every string with its spelling, read from the nodes in order. */
function spelled(trie: ByteTrie): [number, string][] {
  const path: number[] = [];
  const found: [number, string][] = [];
  for (let node = 0; node < trie.nodeCount; node += 1) {
    path.length = Math.max(0, trie.depth[node]! - 1);
    if (node > 0) {
      path.push(trie.byte[node]!);
    }
    for (let k = trie.firstString[node]!; k < trie.firstString[node + 1]!; k += 1) {
      found.push([trie.strings[k]!, Buffer.from(path).toString("hex")]);
    }
  }
  return found;
}

const BYTES = fc
  .array(fc.constantFrom(0, 1, 97, 98, 255), { maxLength: 6 })
  .map((bytes) => Uint8Array.from(bytes));

describe("buildByteTrie", () => {
  it("spells every string once, equal ones on one node, in byte order", () => {
    fc.assert(
      fc.property(fc.array(BYTES, { maxLength: 120 }), (strings) => {
        const trie = build(strings);
        const found = spelled(trie);
        expect([...found].sort(([one], [other]) => one - other)).toEqual(
          strings.map((string, k) => [k, Buffer.from(string).toString("hex")]),
        );
        const hex = found.map(([, text]) => text);
        expect(hex).toEqual([...hex].sort());
        const prefixes = new Set(
          hex.flatMap((text) => Array.from({ length: text.length / 2 + 1 }, (_, k) => text.slice(0, 2 * k))),
        );
        expect(trie.nodeCount).toBe(Math.max(1, prefixes.size));
      }),
      { numRuns: 200 },
    );
  });

  it("skips exactly the subtree of a node", () => {
    fc.assert(
      fc.property(fc.array(BYTES, { maxLength: 60 }), (strings) => {
        const { nodeCount, depth, skip } = build(strings);
        for (let node = 0; node < nodeCount; node += 1) {
          const behind = depth.findIndex((level, other) => other > node && level <= depth[node]!);
          expect(skip[node]).toBe(behind === -1 ? nodeCount : behind);
        }
      }),
    );
  });
});
