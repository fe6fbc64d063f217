import { bytePairMerge } from "./byte-pair-merge.ts";
import { CONTROL_TOKENS, FIRST_CONTROL_TOKEN, VOCAB_SIZE } from "./control-tokens.ts";
import { decodeTokens, encodeOrdinary, tokenBytes } from "./tokenizer.ts";
import { type Vocabulary, vocabulary } from "./vocabulary.ts";

/** Every encoding ends with these: ids 199998..201087 of o200k_harmony, in their order. */
const CONTROL_COUNT = VOCAB_SIZE - FIRST_CONTROL_TOKEN;
const BYTES = 256;

/**
 * The tokens of one model: the first merges of o200k, followed by the control tokens of o200k_harmony.
 *
 * Byte-pair ranks are ordered, so the first N of them are a tokenizer themselves. A prompt is rendered once, in
 * o200k_harmony; a model with fewer ordinary tokens reads each token that it lacks as the tokens it is made of.
 * gpt-oss has all of them, and its ids pass unchanged.
 */
export class Encoding {
  /** Rows of the model's embedding. */
  readonly size: number;
  /** Ids below are ordinary bytes, ids from here on are control tokens. */
  readonly ordinaryTokens: number;
  readonly stopToken: number;
  readonly #partsOf = new Map<number, readonly number[]>();
  #merges: Vocabulary["idOf"] | undefined;

  /** Throws RangeError if `vocabSize` has no room for the bytes and the control tokens, or exceeds o200k_harmony. */
  constructor(vocabSize: number) {
    if (vocabSize < BYTES + CONTROL_COUNT || vocabSize > VOCAB_SIZE) {
      throw new RangeError(
        `vocab_size must be from ${BYTES + CONTROL_COUNT} to ${VOCAB_SIZE}, the size of o200k_harmony; it is ${vocabSize}`,
      );
    }
    this.size = vocabSize;
    this.ordinaryTokens = vocabSize - CONTROL_COUNT;
    this.stopToken = this.#shifted(CONTROL_TOKENS.return);
  }

  /** Ids of o200k_harmony as this model's. */
  fromHarmony(ids: ArrayLike<number>): number[] {
    if (this.size === VOCAB_SIZE) return Array.from(ids);
    const own: number[] = [];
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at]!;
      if (id < this.ordinaryTokens) own.push(id);
      else if (id >= FIRST_CONTROL_TOKEN) own.push(this.#shifted(id));
      else own.push(...this.#parts(id));
    }
    return own;
  }

  /** This model's ids as o200k_harmony's: no token is lost, but they are not the fewest that spell the text. */
  toHarmony(ids: readonly number[]): number[] {
    return ids.map((id) => (id < this.ordinaryTokens ? id : id - this.ordinaryTokens + FIRST_CONTROL_TOKEN));
  }

  /** Text as ordinary tokens: whatever it spells, no control token can come out. */
  encode(text: string): number[] {
    return this.fromHarmony(encodeOrdinary(text));
  }

  /** The bytes of an ordinary token; null for a control token. */
  bytesOf(id: number): Uint8Array | null {
    return id < this.ordinaryTokens ? tokenBytes(id) : null;
  }

  isControl(id: number): boolean {
    return id >= this.ordinaryTokens;
  }

  /** For people to read: see `decodeTokens`. */
  decode(ids: readonly number[]): string {
    return decodeTokens(this.toHarmony(ids));
  }

  #shifted(controlToken: number): number {
    return controlToken - FIRST_CONTROL_TOKEN + this.ordinaryTokens;
  }

  #parts(id: number): readonly number[] {
    let parts = this.#partsOf.get(id);
    if (parts === undefined) {
      this.#merges ??= new Map(
        vocabulary()
          .byteStringOf.slice(0, this.ordinaryTokens)
          .map((bytes, rank) => [bytes, rank] as const),
      );
      parts = bytePairMerge(vocabulary().byteStringOf[id]!, this.#merges);
      this.#partsOf.set(id, parts);
    }
    return parts;
  }
}

/** gpt-oss's own: the whole of o200k_harmony. */
export const HARMONY = new Encoding(VOCAB_SIZE);
