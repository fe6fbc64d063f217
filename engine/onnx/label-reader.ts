import { tokenBytes } from "../harmony/tokenizer.ts";
import { forEachAllowed, logSumExp } from "./sampler.ts";

/**
 * Reads how likely the model held each value of a top-level property, at the token where it chooses.
 *
 * The text before that token ends with `"property": ` (no string inside the answer can end so: its quotes are
 * escaped), one brace deep. A value's probability is the sum over the tokens that the grammar allows there and that begin
 * with the value's spelling, over the whole vocabulary, not only over what is allowed.
 */
export class LabelReader {
  readonly #prompt: string;
  readonly #spellings: readonly string[];
  #logprobs: Readonly<Record<string, number>> | null = null;

  constructor(label: { readonly property: string; readonly values: readonly number[] }) {
    this.#prompt = `${JSON.stringify(label.property)}:`;
    this.#spellings = label.values.map((value) => JSON.stringify(value));
  }

  /** Natural logarithms by the values' spellings; null until the choice has come. */
  get logprobs(): Readonly<Record<string, number>> | null {
    return this.#logprobs;
  }

  /** Called before each token of the answer; does nothing where the token does not choose the label. */
  read(textBefore: string, logits: Float32Array, mask: Int32Array): void {
    if (
      this.#logprobs !== null ||
      !textBefore.trimEnd().endsWith(this.#prompt) ||
      depthOf(textBefore) !== 1
    ) {
      return;
    }
    const found = new Map<string, number[]>();
    forEachAllowed(logits, mask, (id, logit) => {
      const spelling = this.#spellingOf(id);
      if (spelling !== undefined) {
        found.set(spelling, [...(found.get(spelling) ?? []), logit]);
      }
    });
    if (found.size === 0) {
      return;
    }
    const normalizer = logSumExp(logits);
    this.#logprobs = Object.fromEntries(
      this.#spellings.map((spelling) => [
        spelling,
        logSumExp(Float32Array.from(found.get(spelling) ?? [])) - normalizer,
      ]),
    );
  }

  /** The longest spelling the token begins with. */
  #spellingOf(id: number): string | undefined {
    const bytes = tokenBytes(id);
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
