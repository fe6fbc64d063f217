import { bytePairMerge } from "./byte-pair-merge.ts";
import { CONTROL_TOKENS, FIRST_CONTROL_TOKEN, VOCAB_SIZE } from "./control-tokens.ts";
import { decodeTokens, encodeOrdinary, tokenBytes } from "./tokenizer.ts";
import { type Vocabulary, vocabulary } from "./vocabulary.ts";

/** The last ids of every encoding: ids 199998..201087 of o200k_harmony, in their order. */
const CONTROL_COUNT = VOCAB_SIZE - FIRST_CONTROL_TOKEN;
const BYTES = 256;

export type TokenIds = readonly number[] | Uint32Array;

/**
 * The tokens of one model: the first merges of o200k, followed by the control tokens of o200k_harmony.
 *
 * Byte-pair ranks are ordered, so the first N merges are a tokenizer themselves. A prompt is rendered once, in
 * o200k_harmony; for a model with fewer ordinary tokens, each missing token is replaced by its parts. gpt-oss has
 * all tokens, and its ids are not changed.
 */
export class Encoding {
  /** Rows of the model's embedding. */
  readonly size: number;
  /** Ids below this are ordinary tokens; ids from here on are control tokens. */
  readonly ordinaryTokens: number;
  readonly stopToken: number;
  readonly #partsOf = new Map<number, readonly number[]>();
  #merges: Vocabulary["idOf"] | undefined;

  /**
   * Throws RangeError if `vocabSize` is too small for the bytes and the control tokens, or larger than o200k_harmony.
   */
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

  /** Translates ids of o200k_harmony into this model's. Returns `ids` itself if the model has all of them. */
  fromHarmony(ids: readonly number[]): readonly number[];
  fromHarmony(ids: TokenIds): TokenIds;
  fromHarmony(ids: TokenIds): TokenIds {
    if (this.size === VOCAB_SIZE) return ids;
    const own: number[] = [];
    for (const id of ids) {
      if (id < this.ordinaryTokens) own.push(id);
      else if (id >= FIRST_CONTROL_TOKEN) own.push(this.#shifted(id));
      else own.push(...this.#parts(id));
    }
    return own;
  }

  /** Translates this model's ids into o200k_harmony's. The text is the same, but it may have fewer tokens there. */
  toHarmony(ids: readonly number[]): number[] {
    return ids.map((id) => (id < this.ordinaryTokens ? id : id - this.ordinaryTokens + FIRST_CONTROL_TOKEN));
  }

  /** Encodes text as ordinary tokens: text that spells a control token never becomes one. */
  encode(text: string): readonly number[] {
    return this.fromHarmony(encodeOrdinary(text));
  }

  /** The bytes of an ordinary token; null for a control token. */
  bytesOf(id: number): Uint8Array | null {
    return id < this.ordinaryTokens ? tokenBytes(id) : null;
  }

  isControl(id: number): boolean {
    return id >= this.ordinaryTokens;
  }

  /** Decodes ids for display: see `decodeTokens`. */
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

/** The encoding of gpt-oss: all of o200k_harmony. */
export const HARMONY = new Encoding(VOCAB_SIZE);
