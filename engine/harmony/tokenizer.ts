import { finish } from "./in-slices.ts";
import { mergeSteps } from "./byte-pair-merge.ts";
import { controlTokenSpelling } from "./control-tokens.ts";
import { vocabulary } from "./vocabulary.ts";

/**
 * How o200k_harmony splits text into pieces before byte-pair encoding (openai/harmony,
 * src/tiktoken_ext/public_encodings.rs, `pattern`). Two constructs differ between JavaScript and the Rust of the
 * reference and are written out here; gpt-tokenizer's version of the pattern has neither:
 * - `\s` in Rust is White_Space: with U+0085, without U+FEFF (in JavaScript it is the other way round);
 * - `(?i:'s)` in Rust also matches U+017F, the long s.
 */
const PIECE = new RegExp(
  [
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+CONTRACTION?`,
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*CONTRACTION?`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?[^\p{White_Space}\p{L}\p{N}]+[\r\n/]*`,
    String.raw`\p{White_Space}*[\r\n]+`,
    String.raw`\p{White_Space}+(?!\P{White_Space})`,
    String.raw`\p{White_Space}+`,
  ]
    .join("|")
    .replaceAll("CONTRACTION", "(?:'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))"),
  "gu",
);

const PIECES_PER_STEP = 1024;

// oxlint-disable-next-line no-control-regex -- the class is ASCII, including control characters
const ASCII = /^[\x00-\x7f]*$/;

/**
 * Encodes text to o200k_harmony token ids, all below 199998: text that spells a control token never becomes one.
 * Lone surrogates (possible in a JavaScript string, not in UTF-8) are encoded as U+FFFD.
 */
export function encodeOrdinary(text: string): number[] {
  return finish(encodeSteps(text));
}

/** The same in steps with a bounded number of pieces and merges. */
export function* encodeSteps(text: string): Generator<undefined, number[]> {
  const { idOf } = vocabulary();
  const wellFormed = text.replace(/\p{Surrogate}/gu, "\uFFFD");
  const ascii = ASCII.test(wellFormed);
  const ids: number[] = [];
  let pieces = 0;
  for (const [piece] of wellFormed.matchAll(PIECE)) {
    pieces += 1;
    if (pieces % PIECES_PER_STEP === 0) yield;
    const bytes = ascii || ASCII.test(piece) ? piece : Buffer.from(piece, "utf8").toString("latin1");
    const id = idOf.get(bytes);
    if (id !== undefined) {
      ids.push(id);
      continue;
    }
    for (const merged of yield* mergeSteps(bytes, idOf)) {
      ids.push(merged);
    }
  }
  return ids;
}

/** The bytes of an ordinary token; null for control tokens and ids outside the vocabulary. */
export function tokenBytes(id: number): Uint8Array | null {
  const byteString = vocabulary().byteStringOf[id];
  return byteString === undefined ? null : Buffer.from(byteString, "latin1");
}

/**
 * Decodes token ids for display: control tokens as their spelling, ids outside the vocabulary and invalid UTF-8
 * as U+FFFD. Must not be encoded again: a spelled control token would become ordinary text.
 */
export function decodeTokens(ids: Iterable<number>): string {
  const { byteStringOf } = vocabulary();
  const parts: Buffer[] = [];
  for (const id of ids) {
    const byteString = byteStringOf[id];
    parts.push(
      byteString === undefined
        ? Buffer.from(controlTokenSpelling(id) ?? "\uFFFD", "utf8")
        : Buffer.from(byteString, "latin1"),
    );
  }
  return Buffer.concat(parts).toString("utf8");
}
