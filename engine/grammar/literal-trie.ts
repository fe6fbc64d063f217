/** A set of byte strings as a tree: a path from the root to an `end` node spells one of them. */
export interface LiteralTrie {
  readonly children: ReadonlyMap<number, LiteralTrie>;
  readonly end: boolean;
}

interface Building {
  readonly children: Map<number, Building>;
  end: boolean;
}

export function literalTrie(texts: Iterable<string>): LiteralTrie {
  const root: Building = { children: new Map(), end: false };
  for (const text of texts) {
    let node = root;
    for (const byte of Buffer.from(text, "utf8")) {
      let child = node.children.get(byte);
      if (child === undefined) {
        child = { children: new Map(), end: false };
        node.children.set(byte, child);
      }
      node = child;
    }
    node.end = true;
  }
  return root;
}
