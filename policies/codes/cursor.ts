import type { Steps } from "./steps.ts";

/** Reads a short text code point by code point. Every character that is looked at counts as a step. */
export class Cursor {
  readonly #characters: readonly string[];
  readonly #steps: Steps;
  #at = 0;

  constructor(text: string, steps: Steps) {
    this.#characters = Array.from(text);
    this.#steps = steps;
    steps.add(text.length);
  }

  get at(): number {
    return this.#at;
  }

  get length(): number {
    return this.#characters.length;
  }

  /** Returns the cursor to an earlier position, to read the text in another way. */
  rewind(at: number): void {
    this.#at = at;
  }

  /** The character `ahead` of the cursor, or an empty string after the end. */
  peek(ahead = 0): string {
    this.#steps.add(1);
    return this.#characters[this.#at + ahead] ?? "";
  }

  done(): boolean {
    return this.#at >= this.#characters.length;
  }

  /** Passes at most `limit` characters that satisfy `test`, and returns them. */
  take(test: (character: string) => boolean, limit = Number.POSITIVE_INFINITY): string {
    const start = this.#at;
    while (this.#at - start < limit && !this.done() && test(this.peek())) this.#at += 1;
    return this.slice(start, this.#at);
  }

  skip(count = 1): void {
    this.#at += count;
  }

  slice(start: number, end: number): string {
    this.#steps.add(end - start);
    return this.#characters.slice(start, end).join("");
  }

  rest(): string {
    return this.slice(this.#at, this.#characters.length);
  }
}
