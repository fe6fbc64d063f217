import type { ArrayNode, GrammarNode, ObjectNode } from "./grammar-node.ts";
import type { LiteralTrie } from "./literal-trie.ts";
import type { NumberPosition } from "./number-automaton.ts";

/**
 * The rest of a text, as an immutable stack: the top, and `rest` below it. Equal states of one
 * automaton are the same object, so alternatives that become equal merge.
 */
export type State = ReadingState | PendingState;

/** A state whose top reads the next byte. */
export type ReadingState = LiteralState | StringState | NumberState;

/** A state that reads no byte itself, but opens into other states. */
export type PendingState = EndState | ValueState | MembersState | ItemsState;

interface Interned {
  readonly id: number;
  /** The states that have this one as `rest`, by their top. */
  readonly above: Map<string, State>;
}

/** The value is complete. */
export interface EndState extends Interned {
  readonly kind: "end";
}

export interface LiteralState extends Interned {
  readonly kind: "literal";
  readonly at: LiteralTrie;
  readonly rest: State;
}

export interface StringState extends Interned {
  readonly kind: "string";
  readonly phase: number;
  /** Code points that must and may still follow. */
  readonly min: number;
  readonly max: number;
  readonly rest: State;
}

export interface NumberState extends Interned {
  readonly kind: "number";
  readonly integer: boolean;
  readonly position: NumberPosition;
  readonly rest: State;
}

export interface ValueState extends Interned {
  readonly kind: "value";
  readonly node: GrammarNode;
  readonly rest: State;
}

/** Inside an object: the members from `index` on may follow; `first` until one is written. */
export interface MembersState extends Interned {
  readonly kind: "members";
  readonly node: ObjectNode;
  readonly index: number;
  readonly first: boolean;
  readonly rest: State;
}

/** Inside an array with `index` items; bit k of `used` is set if the k-th unique value was used. */
export interface ItemsState extends Interned {
  readonly kind: "items";
  readonly node: ArrayNode;
  readonly index: number;
  readonly used: bigint;
  readonly rest: State;
}

/** The states after a text: the automaton is nondeterministic. */
export interface StateSet {
  readonly states: readonly ReadingState[];
  /** The value may end here. */
  readonly complete: boolean;
  /** The set after each byte that was requested; null if the byte is refused. */
  readonly next: Map<number, StateSet | null>;
}
