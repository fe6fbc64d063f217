import type { Automaton } from "./automaton.ts";
import type { ReadingState, StateSet } from "./state.ts";
import { PHASE } from "./string-automaton.ts";
import { walkTokens } from "./token-masks.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The bytes with which every continuation begins, and the token boundaries in them. */
export interface ForcedBytes {
  readonly bytes: Uint8Array;
  /**
   * Positions in `bytes` (0 to its length): each tokenization of each continuation has a token boundary at one of
   * them, followed by a token that extends beyond the forced bytes.
   */
  readonly lastBoundaries: readonly number[];
}

const MAX_FORCED_BYTES = 1024;

export function forcedBytes(automaton: Automaton, set: StateSet, vocabulary: Vocabulary): ForcedBytes {
  const bytes: number[] = [];
  const sets: StateSet[] = [set];
  let current = set;
  for (let byte = onlyByte(set); byte !== null && bytes.length < MAX_FORCED_BYTES; byte = onlyByte(current)) {
    bytes.push(byte);
    current = automaton.step(current, byte)!;
    sets.push(current);
  }
  const lastBoundaries = sets.slice(0, -1).flatMap((from, position) => {
    const left = bytes.length - position;
    return walkTokens(automaton, from, vocabulary.trie, (_token, depth) => depth > left) ? [position] : [];
  });
  return { bytes: Uint8Array.from(bytes), lastBoundaries: [...lastBoundaries, bytes.length] };
}

/** The only byte that may follow; null if there are several or none, or if the value may end instead. */
function onlyByte({ states, complete }: StateSet): number | null {
  const first = states[0];
  if (complete || first === undefined) {
    return null;
  }
  const byte = onlyByteOf(first);
  return states.every((state) => onlyByteOf(state) === byte) ? byte : null;
}

const QUOTE = 0x22;

function onlyByteOf(state: ReadingState): number | null {
  switch (state.kind) {
    case "literal": {
      const [byte, ...others] = state.at.children.keys();
      return others.length === 0 ? byte! : null;
    }
    case "string": {
      const closing = state.phase === PHASE.clean && state.max === 0;
      return state.phase === PHASE.open || closing ? QUOTE : null;
    }
    case "number":
      return null;
  }
}
