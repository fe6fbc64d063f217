import type { ForcedBytes } from "./forced-bytes.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The tokens that must come next, as the tokenizer itself would write them behind `written`.
 *
 * Forced bytes alone do not say which tokens to force. Where `": ` is forced and a string or `null` follows, a
 * tokenizer writes `":` and then ` "` or ` null`: a token for the space alone, forced at once, would put the
 * model on a spelling it never saw in training. The token that crosses the end of the forced bytes begins at one
 * of `lastBoundaries`; in byte-pair encoding a prefix of a canonical token sequence is itself canonical for
 * its own bytes, so what comes before the crossing token is the encoding of the text up to that boundary. The
 * tokens that these encodings share come whatever follows.
 *
 * Empty where that cannot be told: no encoder, a boundary inside a UTF-8 sequence, or an encoding without a
 * token boundary behind `written`.
 */
export function forcedTokens(vocabulary: Vocabulary, written: Uint8Array, forced: ForcedBytes): number[] {
  const { encode } = vocabulary;
  if (encode === null || forced.lastBoundaries[0] === 0) {
    return [];
  }
  let shared: number[] | null = null;
  for (const boundary of forced.lastBoundaries) {
    const text = decodeUtf8(Buffer.concat([written, forced.bytes.subarray(0, boundary)]));
    const behind = text === null ? null : tokensBehind(vocabulary, encode(text), written.length);
    if (behind === null) {
      return [];
    }
    shared = shared === null ? behind : sharedPrefix(shared, behind);
  }
  return shared ?? [];
}

function tokensBehind(vocabulary: Vocabulary, tokens: readonly number[], length: number): number[] | null {
  let index = 0;
  let bytes = 0;
  while (bytes < length && index < tokens.length) {
    bytes += vocabulary.byteLength(tokens[index]!);
    index += 1;
  }
  return bytes === length ? tokens.slice(index) : null;
}

function sharedPrefix(one: readonly number[], other: readonly number[]): number[] {
  const differs = one.findIndex((token, index) => token !== other[index]);
  return one.slice(0, differs === -1 ? one.length : differs);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
