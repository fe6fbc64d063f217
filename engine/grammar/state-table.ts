import type { ArrayNode, GrammarNode, ObjectNode } from "./grammar-node.ts";
import type { LiteralTrie } from "./literal-trie.ts";
import type { NumberPosition } from "./number-automaton.ts";
import type { EndState, ReadingState, State, StateSet } from "./state.ts";

/** A state set under construction. */
export class Opened {
  readonly states = new Set<ReadingState>();
  complete = false;
}

/** Interns states and sets: equal ones are the same object. */
export class StateTable {
  readonly end: EndState = { kind: "end", id: 0, above: new Map() };
  readonly #sets = new Map<string, StateSet>();
  readonly #partIds = new Map<object, number>();
  #states = 1;

  /** Number of states and sets. */
  get size(): number {
    return this.#states + this.#sets.size;
  }

  literal(at: LiteralTrie, rest: State): ReadingState {
    return this.#keep(rest, `l${this.#idOf(at)}`, (kept) => ({ kind: "literal", at, rest, ...kept }));
  }

  string(phase: number, min: number, max: number, rest: State): ReadingState {
    const key = `s${phase},${min},${max}`;
    return this.#keep(rest, key, (kept) => ({ kind: "string", phase, min, max, rest, ...kept }));
  }

  number(integer: boolean, position: NumberPosition, rest: State): ReadingState {
    const key = `n${integer ? 1 : 0},${position.phase},${position.digitsLeft}`;
    return this.#keep(rest, key, (kept) => ({ kind: "number", integer, position, rest, ...kept }));
  }

  value(node: GrammarNode, rest: State): State {
    return this.#keep(rest, `v${this.#idOf(node)}`, (kept) => ({ kind: "value", node, rest, ...kept }));
  }

  members(node: ObjectNode, index: number, first: boolean, rest: State): State {
    const key = `m${this.#idOf(node)},${index},${first ? 1 : 0}`;
    return this.#keep(rest, key, (kept) => ({ kind: "members", node, index, first, rest, ...kept }));
  }

  items(node: ArrayNode, index: number, used: bigint, rest: State): State {
    const key = `i${this.#idOf(node)},${index},${used}`;
    return this.#keep(rest, key, (kept) => ({ kind: "items", node, index, used, rest, ...kept }));
  }

  set({ states, complete }: Opened): StateSet {
    const sorted = [...states].sort((one, other) => one.id - other.id);
    const key = `${complete ? "$" : ""}${sorted.map(({ id }) => id).join(",")}`;
    let set = this.#sets.get(key);
    if (set === undefined) {
      set = { states: sorted, complete, next: new Map() };
      this.#sets.set(key, set);
    }
    return set;
  }

  /** The state with the top that `key` identifies, above `rest`. */
  #keep<T extends State>(rest: State, key: string, create: (kept: Pick<State, "id" | "above">) => T): T {
    let state = rest.above.get(key);
    if (state === undefined) {
      state = create({ id: this.#states, above: new Map() });
      this.#states += 1;
      rest.above.set(key, state);
    }
    return state as T;
  }

  #idOf(part: object): number {
    let id = this.#partIds.get(part);
    if (id === undefined) {
      id = this.#partIds.size;
      this.#partIds.set(part, id);
    }
    return id;
  }
}
