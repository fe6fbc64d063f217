import type { GrammarNode } from "./grammar-node.ts";
import { MAX_FRACTION_DIGITS, MAX_INTEGER_DIGITS } from "./limits.ts";

/** The longest spelling of one code point in a JSON string: `\u` and four digits. */
const MAX_CHARACTER_BYTES = 6;

/** The length in bytes of the longest text of a node; capped below Number.MAX_SAFE_INTEGER. */
export function maxBytes(node: GrammarNode): number {
  return measure(node, (each, inner) => Math.min(Number.MAX_SAFE_INTEGER - 1, bytesOf(each, inner)));
}

function bytesOf(node: GrammarNode, inner: (node: GrammarNode) => number): number {
  switch (node.kind) {
    case "literal":
      return Math.max(...node.texts.map((text) => Buffer.byteLength(text, "utf8")));
    case "string":
      return 2 + MAX_CHARACTER_BYTES * node.maxLength;
    case "number":
      return 1 + MAX_INTEGER_DIGITS + (node.integer ? 0 : 1 + MAX_FRACTION_DIGITS);
    case "array": {
      const prefix = node.prefix.slice(0, node.maxItems).map(inner);
      const rest = node.rest === null ? 0 : (node.maxItems - prefix.length) * inner(node.rest);
      return 2 + sum(prefix) + rest + 2 * Math.max(0, node.maxItems - 1);
    }
    case "object": {
      const members = node.members.map(
        ({ keyText, value }) => Buffer.byteLength(keyText, "utf8") + inner(value),
      );
      return 2 + sum(members) + 2 * Math.max(0, members.length - 1);
    }
    case "choice":
      return Math.max(...node.alternatives.map(inner));
  }
}

/** An upper bound of the number of alternatives that a text of the node may leave open at once. */
export function maxOpenAlternatives(node: GrammarNode): number {
  return measure(node, (each, inner) => {
    switch (each.kind) {
      case "literal":
      case "string":
      case "number":
        return 1;
      case "array": {
        const items = each.rest === null ? each.prefix : [...each.prefix, each.rest];
        return Math.max(1, each.uniqueValues?.length ?? 0, ...items.map(inner)) + 1;
      }
      case "object":
        return Math.max(each.members.length + 1, ...each.members.map(({ value }) => inner(value)));
      case "choice":
        return sum(each.alternatives.map(inner));
    }
  });
}

/** Folds the graph from its leaves, each node once. */
function measure(
  root: GrammarNode,
  fold: (node: GrammarNode, inner: (node: GrammarNode) => number) => number,
): number {
  const known = new Map<GrammarNode, number>();
  const of = (node: GrammarNode): number => {
    const value = known.get(node) ?? fold(node, of);
    known.set(node, value);
    return value;
  };
  return of(root);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
