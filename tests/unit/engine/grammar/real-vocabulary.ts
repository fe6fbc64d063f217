import { Vocabulary } from "../../../../engine/grammar/vocabulary.ts";
import { CONTROL_TOKENS, VOCAB_SIZE } from "../../../../engine/harmony/control-tokens.ts";
import { encodeOrdinary, tokenBytes } from "../../../../engine/harmony/tokenizer.ts";

/** o200k_harmony. */
export function realVocabulary(): Vocabulary {
  return new Vocabulary(
    Array.from({ length: VOCAB_SIZE }, (_, id) => tokenBytes(id)),
    { stopToken: CONTROL_TOKENS.return, encode: encodeOrdinary },
  );
}
