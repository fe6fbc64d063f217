import type { GrammarNode } from "./grammar-node.ts";
import { literalTrie } from "./literal-trie.ts";
import type { LiteralTrie } from "./literal-trie.ts";
import { mayContinue, mayEnd, NUMBER_START, stepNumber } from "./number-automaton.ts";
import type { NumberPosition } from "./number-automaton.ts";
import { Opened, StateTable } from "./state-table.ts";
import type { ItemsState, MembersState, ReadingState, State, StateSet } from "./state.ts";
import { CLOSE, PHASE, REJECT, STRING_TRANSITIONS } from "./string-automaton.ts";

/**
 * The grammar as a byte automaton. It is built lazily: each state and transition is created at its first use and
 * kept. No state is a dead end: from each, some text completes the value.
 */
export class Automaton {
  readonly start: StateSet;
  readonly #kept = new StateTable();
  readonly #texts = new Map<string, LiteralTrie>();

  constructor(root: GrammarNode) {
    const opened = new Opened();
    this.#openValue(root, this.#kept.end, opened);
    this.start = this.#kept.set(opened);
  }

  /** Number of states and sets that are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** The set after one more byte; null if no text continues with that byte. */
  step(set: StateSet, byte: number): StateSet | null {
    const known = set.next.get(byte);
    if (known !== undefined) {
      return known;
    }
    const opened = new Opened();
    for (const state of set.states) {
      this.#stepState(state, byte, opened);
    }
    const next = opened.states.size === 0 && !opened.complete ? null : this.#kept.set(opened);
    set.next.set(byte, next);
    return next;
  }

  /** The set after the closing quote of a string. */
  afterString(state: ReadingState): StateSet {
    const opened = new Opened();
    this.#open(state.rest, opened);
    return this.#kept.set(opened);
  }

  /**
   * Returns the set with each string length limited to `most`. Both sets accept the same tokens of at most `most`
   * bytes.
   */
  clamp(set: StateSet, most: number): StateSet {
    if (!set.states.some((state) => state.kind === "string" && (state.max > most || state.min > most))) {
      return set;
    }
    const opened = new Opened();
    opened.complete = set.complete;
    for (const state of set.states) {
      opened.states.add(
        state.kind === "string"
          ? this.#kept.string(state.phase, Math.min(state.min, most), Math.min(state.max, most), state.rest)
          : state,
      );
    }
    return this.#kept.set(opened);
  }

  #stepState(state: ReadingState, byte: number, opened: Opened): void {
    switch (state.kind) {
      case "literal": {
        const child = state.at.children.get(byte);
        if (child !== undefined) {
          this.#openLiteral(child, state.rest, opened);
        }
        return;
      }
      case "string": {
        const { phase, min, max, rest } = state;
        const next = STRING_TRANSITIONS[phase * 256 + byte]!;
        if (next === CLOSE) {
          if (min === 0) {
            this.#open(rest, opened);
          }
        } else if (next !== REJECT) {
          if (phase !== PHASE.clean) {
            opened.states.add(this.#kept.string(next, min, max, rest));
          } else if (max > 0) {
            opened.states.add(this.#kept.string(next, Math.max(0, min - 1), max - 1, rest));
          }
        }
        return;
      }
      case "number": {
        const position = stepNumber(state.integer, state.position, byte);
        if (position !== null) {
          this.#openNumber(state.integer, position, state.rest, opened);
        }
        return;
      }
    }
  }

  #open(state: State, opened: Opened): void {
    switch (state.kind) {
      case "end":
        opened.complete = true;
        return;
      case "value":
        this.#openValue(state.node, state.rest, opened);
        return;
      case "members":
        this.#openMembers(state, opened);
        return;
      case "items":
        this.#openItems(state, opened);
        return;
      case "literal":
      case "string":
      case "number":
        opened.states.add(state);
        return;
    }
  }

  #openValue(node: GrammarNode, rest: State, opened: Opened): void {
    switch (node.kind) {
      case "literal":
        this.#openLiteral(node.trie, rest, opened);
        return;
      case "string":
        opened.states.add(this.#kept.string(PHASE.open, node.minLength, node.maxLength, rest));
        return;
      case "number":
        this.#openNumber(node.integer, NUMBER_START, rest, opened);
        return;
      case "array":
        this.#openText("[", this.#kept.items(node, 0, 0n, rest), opened);
        return;
      case "object":
        this.#openText("{", this.#kept.members(node, 0, true, rest), opened);
        return;
      case "choice":
        for (const alternative of node.alternatives) {
          this.#openValue(alternative, rest, opened);
        }
        return;
    }
  }

  /** Opens each member that may be next (optional ones before it are skipped), and the end of the object. */
  #openMembers({ node, index, first, rest }: MembersState, opened: Opened): void {
    for (let next = index; next < node.members.length; next += 1) {
      const { keyText, value, required } = node.members[next]!;
      const after = this.#kept.value(value, this.#kept.members(node, next + 1, false, rest));
      this.#openText(first ? keyText : `, ${keyText}`, after, opened);
      if (required) {
        return;
      }
    }
    this.#openText("}", rest, opened);
  }

  #openItems({ node, index, used, rest }: ItemsState, opened: Opened): void {
    if (index >= node.minItems) {
      this.#openText("]", rest, opened);
    }
    if (index >= node.maxItems) {
      return;
    }
    if (node.uniqueValues !== null) {
      node.uniqueValues.forEach((value, k) => {
        const bit = 1n << BigInt(k);
        if ((used & bit) === 0n) {
          const after = this.#kept.items(node, index + 1, used | bit, rest);
          this.#openItem(index, this.#kept.literal(value, after), opened);
        }
      });
      return;
    }
    const item = index < node.prefix.length ? node.prefix[index]! : node.rest!;
    this.#openItem(index, this.#kept.value(item, this.#kept.items(node, index + 1, used, rest)), opened);
  }

  #openItem(index: number, item: State, opened: Opened): void {
    if (index === 0) {
      this.#open(item, opened);
    } else {
      this.#openText(", ", item, opened);
    }
  }

  #openText(text: string, rest: State, opened: Opened): void {
    let trie = this.#texts.get(text);
    if (trie === undefined) {
      trie = literalTrie([text]);
      this.#texts.set(text, trie);
    }
    this.#openLiteral(trie, rest, opened);
  }

  #openLiteral(at: LiteralTrie, rest: State, opened: Opened): void {
    if (at.children.size > 0) {
      opened.states.add(this.#kept.literal(at, rest));
    }
    if (at.end) {
      this.#open(rest, opened);
    }
  }

  #openNumber(integer: boolean, position: NumberPosition, rest: State, opened: Opened): void {
    if (mayContinue(integer, position)) {
      opened.states.add(this.#kept.number(integer, position, rest));
    }
    if (mayEnd(position)) {
      this.#open(rest, opened);
    }
  }
}
