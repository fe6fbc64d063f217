import { Encoding, HARMONY } from "../../harmony/encoding.ts";
import { CheckpointError } from "./checkpoint-error.ts";

/** Returns the encoding of a model with this vocab_size. Throws CheckpointError. */
export function encodingOf(vocabSize: number): Encoding {
  if (vocabSize === HARMONY.size) return HARMONY;
  try {
    return new Encoding(vocabSize);
  } catch (cause) {
    throw new CheckpointError(`config.json: ${(cause as Error).message}`, { cause });
  }
}
