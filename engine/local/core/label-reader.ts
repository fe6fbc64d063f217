import type { Encoding } from "../../harmony/encoding.ts";
import { type ChosenToken, MAX_LOGPROB_TOKENS } from "./model-runner.ts";

/**
 * Reads the probability of each value of a top-level property, at the token by which the model chooses the value.
 *
 * The text before that token ends with `"property": ` at depth one (no string inside the answer can end like that:
 * its quotes are escaped). A value's probability is the sum over the allowed tokens that begin with the value's
 * spelling, normalized over the whole vocabulary and not only over the allowed tokens.
 */
export class LabelReader {
  readonly #encoding: Encoding;
  readonly #prompt: string;
  readonly #spellings: readonly string[];
  #logprobs: Readonly<Record<string, number>> | null = null;

  constructor(label: { readonly property: string; readonly values: readonly number[] }, encoding: Encoding) {
    this.#encoding = encoding;
    this.#prompt = `${JSON.stringify(label.property)}:`;
    this.#spellings = label.values.map((value) => JSON.stringify(value));
  }

  /** Natural logarithms, keyed by the values' spellings; null until the model has chosen. */
  get logprobs(): Readonly<Record<string, number>> | null {
    return this.#logprobs;
  }

  /** The tokens whose logits to read at the next position; none if the label is not chosen there. */
  tokensToRead(textBefore: string, mask: Int32Array): readonly number[] {
    if (
      this.#logprobs !== null ||
      !textBefore.trimEnd().endsWith(this.#prompt) ||
      depthOf(textBefore) !== 1
    ) {
      return [];
    }
    const ids: number[] = [];
    forEachSetBit(mask, (id) => {
      if (this.#spellingOf(id) !== undefined) ids.push(id);
    });
    return ids.slice(0, MAX_LOGPROB_TOKENS);
  }

  /** Reads the label from the logits of `tokens`, as returned by `tokensToRead`. */
  read(tokens: readonly number[], { logits, logSumExp }: ChosenToken): void {
    if (tokens.length === 0) return;
    const probabilities = new Map<string, number>();
    for (const [index, id] of tokens.entries()) {
      const spelling = this.#spellingOf(id)!;
      const probability = Math.exp(logits[index]! - logSumExp);
      probabilities.set(spelling, (probabilities.get(spelling) ?? 0) + probability);
    }
    this.#logprobs = Object.fromEntries(
      this.#spellings.map((spelling) => [spelling, Math.log(probabilities.get(spelling) ?? 0)]),
    );
  }

  /** The longest spelling the token begins with. */
  #spellingOf(id: number): string | undefined {
    const bytes = this.#encoding.bytesOf(id);
    const text = bytes === null ? "" : Buffer.from(bytes).toString("latin1").trimStart();
    return this.#spellings
      .filter((spelling) => text.startsWith(spelling))
      .sort((a, b) => b.length - a.length)[0];
  }
}

/** How many objects and arrays are open at the end of partial JSON. */
function depthOf(json: string): number {
  const structure = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  return [...structure].reduce((depth, c) => depth + ("{[".includes(c) ? 1 : "}]".includes(c) ? -1 : 0), 0);
}

function forEachSetBit(mask: Int32Array, visit: (index: number) => void): void {
  for (const [word, value] of mask.entries()) {
    for (let bits = value; bits !== 0; bits &= bits - 1) {
      visit(word * 32 + 31 - Math.clz32(bits & -bits));
    }
  }
}
