import { EngineFailedError } from "../errors.ts";
import { CONTROL_TOKENS, type ControlToken, FIRST_CONTROL_TOKEN } from "./control-tokens.ts";
import { encodeOrdinary } from "./tokenizer.ts";

/** Collects token ids, and records the positions at which the template (not a text) wrote a control token. */
export class TokenWriter {
  readonly #ids: number[] = [];
  readonly #controlPositions = new Set<number>();

  control(name: ControlToken): void {
    this.#controlPositions.add(this.#ids.length);
    this.#ids.push(CONTROL_TOKENS[name]);
  }

  text(text: string): void {
    this.encoded(encodeOrdinary(text));
  }

  /** Writes text that is already encoded. */
  encoded(ids: readonly number[]): void {
    for (const id of ids) {
      this.#ids.push(id);
    }
  }

  /** Writes the tokens of another writer. */
  append(other: TokenWriter): void {
    const offset = this.#ids.length;
    for (const position of other.#controlPositions) {
      this.#controlPositions.add(offset + position);
    }
    for (const id of other.#ids) {
      this.#ids.push(id);
    }
  }

  get length(): number {
    return this.#ids.length;
  }

  /** Returns the ids after a check: see `assertControlTokensOnlyAt`. */
  finish(): Uint32Array<ArrayBuffer> {
    assertControlTokensOnlyAt(this.#ids, this.#controlPositions);
    return Uint32Array.from(this.#ids);
  }
}

/**
 * The last check before tokens are used: a control token that the template did not write would let a policy or
 * content impersonate another role.
 *
 * @throws EngineFailedError (not retryable) unless exactly the `positions` hold ids of control tokens.
 */
export function assertControlTokensOnlyAt(ids: readonly number[], positions: ReadonlySet<number>): void {
  for (let position = 0; position < ids.length; position += 1) {
    const id = ids[position]!;
    const ordinary = Number.isInteger(id) && id >= 0 && id < FIRST_CONTROL_TOKEN;
    if (ordinary === positions.has(position)) {
      throw new EngineFailedError(
        `The rendered prompt has a misplaced control token at position ${position}.`,
        {
          retryable: false,
        },
      );
    }
  }
}
