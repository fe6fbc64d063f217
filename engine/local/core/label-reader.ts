import type { Encoding } from "../../harmony/encoding.ts";
import { type ChosenToken, MAX_WANTED_LOGITS } from "./model-runner.ts";

/**
 * Reads how likely the model held each value of a top-level property, at the token where it chooses.
 *
 * The text before that token ends with `"property": ` (no string inside the answer can end so: its quotes are
 * escaped), one brace deep. A value's probability is the sum over the tokens that the grammar allows there and that begin
 * with the value's spelling, over the whole vocabulary, not only over what is allowed.
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

  /** Natural logarithms by the values' spellings; null until the choice has come. */
  get logprobs(): Readonly<Record<string, number>> | null {
    return this.#logprobs;
  }

  /** The tokens to ask for at the next place: none where it does not choose the label. */
  wanted(textBefore: string, mask: Int32Array): readonly number[] {
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
    return ids.slice(0, MAX_WANTED_LOGITS);
  }

  /** Takes the answer to what was wanted. */
  read(wanted: readonly number[], { logits, logSumExp }: ChosenToken): void {
    if (wanted.length === 0) {
      return;
    }
    const probabilities = new Map<string, number>();
    for (const [index, id] of wanted.entries()) {
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

/** How many objects and arrays are open at the end of a piece of JSON. */
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
