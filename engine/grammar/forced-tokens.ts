import type { ForcedBytes } from "./forced-bytes.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The tokens that must follow `written`, as the tokenizer itself encodes the text.
 *
 * Forced bytes do not determine the tokens. If `": ` is forced and a string or `null` follows, the tokenizer
 * produces `":` and then ` "` or ` null`: a forced token for the space alone would be a spelling that the model
 * never saw in training. The token that crosses the end of the forced bytes begins at one of `lastBoundaries`. In
 * byte-pair encoding a prefix of a canonical token sequence is canonical for its own bytes, so the tokens before
 * the crossing token are the encoding of the text up to that boundary. The tokens that all these encodings share
 * are therefore forced.
 *
 * Empty if that is undecidable: no encoder, a boundary inside a UTF-8 sequence, or an encoding without a
 * token boundary after `written`.
 */
export function forcedTokens(vocabulary: Vocabulary, written: Uint8Array, forced: ForcedBytes): number[] {
  const { encode } = vocabulary;
  if (encode === null || forced.lastBoundaries[0] === 0) {
    return [];
  }
  let shared: number[] | null = null;
  for (const boundary of forced.lastBoundaries) {
    const text = decodeUtf8(Buffer.concat([written, forced.bytes.subarray(0, boundary)]));
    const following = text === null ? null : tokensAfter(vocabulary, encode(text), written.length);
    if (following === null) {
      return [];
    }
    shared = shared === null ? following : sharedPrefix(shared, following);
  }
  return shared ?? [];
}

function tokensAfter(vocabulary: Vocabulary, tokens: readonly number[], length: number): number[] | null {
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
