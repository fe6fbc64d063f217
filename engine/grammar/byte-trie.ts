/** Concatenated byte strings: string k is `bytes` from `start[k]` up to `end[k]`. */
export interface ByteStrings {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/**
 * A trie in flat arrays, its nodes in preorder: a node is followed by its subtree, and `skip` is the node after it.
 * A walk is therefore one pass over the arrays that skips a subtree when its byte is refused. Node 0 is the root.
 */
export interface ByteTrie {
  readonly nodeCount: number;
  /** The byte that leads to a node; 0 for the root. */
  readonly byte: Uint8Array;
  /** How many bytes lead to a node. */
  readonly depth: Uint16Array;
  /** The first node after a node's subtree. */
  readonly skip: Uint32Array;
  /** The `strings` that a node spells: those from `firstString[node]` up to `firstString[node + 1]`. */
  readonly firstString: Uint32Array;
  readonly strings: Uint32Array;
}

/** Builds the trie of the strings numbered `members`, of at most 65535 bytes each. */
export function buildByteTrie(strings: ByteStrings, members: Uint32Array): ByteTrie {
  const sorted = members.slice();
  sortByBytes(strings, sorted, new Uint32Array(sorted.length), { from: 0, to: sorted.length, depth: 0 });

  const shared = sharedPrefixes(strings, sorted);
  let nodeCount = 1;
  for (let k = 0; k < sorted.length; k += 1) {
    nodeCount += lengthOf(strings, sorted[k]!) - shared[k]!;
  }
  const byte = new Uint8Array(nodeCount);
  const depth = new Uint16Array(nodeCount);
  const skip = new Uint32Array(nodeCount);
  const firstString = new Uint32Array(nodeCount + 1);
  const path = [0];
  let node = 1;
  for (let k = 0; k < sorted.length; k += 1) {
    const start = strings.start[sorted[k]!]!;
    const length = lengthOf(strings, sorted[k]!);
    while (path.length - 1 > shared[k]!) {
      skip[path.pop()!] = node;
    }
    for (let level = shared[k]! + 1; level <= length; level += 1) {
      byte[node] = strings.bytes[start + level - 1]!;
      depth[node] = level;
      firstString[node] = k;
      path.push(node);
      node += 1;
    }
  }
  for (const open of path) {
    skip[open] = node;
  }
  firstString[nodeCount] = sorted.length;
  return { nodeCount, byte, depth, skip, firstString, strings: sorted };
}

function lengthOf({ start, end }: ByteStrings, string: number): number {
  return end[string]! - start[string]!;
}

/** Number of leading bytes that each string shares with the one before it. */
function sharedPrefixes(strings: ByteStrings, sorted: Uint32Array): Uint16Array {
  const { bytes, start } = strings;
  const shared = new Uint16Array(sorted.length);
  for (let k = 1; k < sorted.length; k += 1) {
    const one = start[sorted[k - 1]!]!;
    const other = start[sorted[k]!]!;
    const limit = Math.min(lengthOf(strings, sorted[k - 1]!), lengthOf(strings, sorted[k]!));
    let length = 0;
    while (length < limit && bytes[one + length] === bytes[other + length]) {
      length += 1;
    }
    shared[k] = length;
  }
  return shared;
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Number of leading bytes that all strings of the span share. */
  readonly depth: number;
}

const INSERTION_SORT_BELOW = 24;

/** MSD radix sort; a string comes before its extensions. `scratch` is as long as `order`. */
function sortByBytes(strings: ByteStrings, order: Uint32Array, scratch: Uint32Array, span: Span): void {
  const { from, to, depth } = span;
  if (to - from < INSERTION_SORT_BELOW) {
    insertionSort(strings, order, span);
    return;
  }
  const { bytes, start, end } = strings;
  const bucketOf = (string: number): number => {
    const at = start[string]! + depth;
    return at < end[string]! ? bytes[at]! + 1 : 0;
  };
  const bucketEnd = new Uint32Array(258);
  for (let k = from; k < to; k += 1) {
    const bucket = bucketOf(order[k]!);
    bucketEnd[bucket + 1] = bucketEnd[bucket + 1]! + 1;
  }
  for (let bucket = 1; bucket < bucketEnd.length; bucket += 1) {
    bucketEnd[bucket] = bucketEnd[bucket]! + bucketEnd[bucket - 1]!;
  }
  for (let k = from; k < to; k += 1) {
    const bucket = bucketOf(order[k]!);
    scratch[from + bucketEnd[bucket]!] = order[k]!;
    bucketEnd[bucket] = bucketEnd[bucket]! + 1;
  }
  order.set(scratch.subarray(from, to), from);
  for (let bucket = 1; bucket < 257; bucket += 1) {
    const first = from + bucketEnd[bucket - 1]!;
    const last = from + bucketEnd[bucket]!;
    if (last - first > 1) {
      sortByBytes(strings, order, scratch, { from: first, to: last, depth: depth + 1 });
    }
  }
}

function insertionSort(strings: ByteStrings, order: Uint32Array, { from, to, depth }: Span): void {
  for (let k = from + 1; k < to; k += 1) {
    const string = order[k]!;
    let slot = k;
    while (slot > from && comesBefore(strings, string, order[slot - 1]!, depth)) {
      order[slot] = order[slot - 1]!;
      slot -= 1;
    }
    order[slot] = string;
  }
}

function comesBefore(strings: ByteStrings, one: number, other: number, depth: number): boolean {
  const { bytes, start } = strings;
  const oneLength = lengthOf(strings, one);
  const otherLength = lengthOf(strings, other);
  for (let k = depth; k < oneLength && k < otherLength; k += 1) {
    const difference = bytes[start[one]! + k]! - bytes[start[other]! + k]!;
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return oneLength < otherLength;
}
