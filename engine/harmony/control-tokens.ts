/**
 * Harmony's control tokens by their ids in o200k_harmony.
 *
 * Source: openai/harmony, src/tiktoken_ext/public_encodings.rs (special_tokens) and docs/format.md.
 */
export const CONTROL_TOKENS = {
  startoftext: 199_998,
  endoftext: 199_999,
  return: 200_002,
  constrain: 200_003,
  channel: 200_005,
  start: 200_006,
  end: 200_007,
  message: 200_008,
  call: 200_012,
} as const;

export type ControlToken = keyof typeof CONTROL_TOKENS;

/** The first id that no text can encode to: ids below are ordinary tokens, ids from here on are control tokens. */
export const FIRST_CONTROL_TOKEN = 199_998;

/** Rows of the model's embedding: ids 0..201087. (The reference also names an id 201088; the model has none.) */
export const VOCAB_SIZE = 201_088;

/** Tokens that end a message; after `return` and `call` the model also stops. */
export const STOP_TOKENS: ReadonlySet<number> = new Set([
  CONTROL_TOKENS.end,
  CONTROL_TOKENS.return,
  CONTROL_TOKENS.call,
]);

const NAME_OF_ID: ReadonlyMap<number, string> = new Map(
  Object.entries(CONTROL_TOKENS).map(([name, id]) => [id, name] as const),
);

/** `<|start|>`, `<|reserved_200013|>`, …; null for an ordinary token and for an id outside the vocabulary. */
export function controlTokenSpelling(id: number): string | null {
  if (!Number.isInteger(id) || id < FIRST_CONTROL_TOKEN || id >= VOCAB_SIZE) {
    return null;
  }
  return `<|${NAME_OF_ID.get(id) ?? `reserved_${id}`}|>`;
}

/**
 * Names of control tokens: those of this encoding, those that the Harmony renderer knows without an id in this
 * encoding (refusal, untrusted, end_untrusted, meta_sep, meta_end), and endofprompt of o200k_base.
 */
const KNOWN_NAME = new RegExp(
  String.raw`^\|(?:${Object.keys(CONTROL_TOKENS).join("|")}|reserved_\d{6}|refusal|untrusted|end_untrusted|` +
    String.raw`meta_sep|meta_end|endofprompt)\|$`,
);

const CANDIDATE = /[<＜﹤]([^<＜﹤>＞﹥]{3,64})[>＞﹥]/gu;
const BARS = /[｜￨│∣❘ǀ¦]/gu;
const INVISIBLE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Counts the spellings of control tokens in a text. They are an injection attempt: harmless to the rendering,
 * because text never encodes to a control token, but worth reporting with the verdict.
 *
 * Also counted: other letter case, white space or invisible characters inside, full-width and look-alike brackets,
 * bars and letters (compatibility forms only; Cyrillic or Greek look-alikes of letters are not). Linear in
 * the length of the text; a spelling of more than 64 characters between its brackets is not counted.
 */
export function countControlTokenSpellings(text: string): number {
  let count = 0;
  for (const [, inner] of text.matchAll(CANDIDATE)) {
    const name = inner!.replace(BARS, "|").normalize("NFKC").replace(INVISIBLE, "").toLowerCase();
    if (KNOWN_NAME.test(name)) {
      count += 1;
    }
  }
  return count;
}
