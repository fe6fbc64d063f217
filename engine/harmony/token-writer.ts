import { EngineFailedError } from "../errors.ts";
import { CONTROL_TOKENS, type ControlToken, FIRST_CONTROL_TOKEN } from "./control-tokens.ts";
import { encodeOrdinary } from "./tokenizer.ts";

/** Collects token ids and remembers where the template, not a text, put a control token. */
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

  /** A text whose ids are there already. */
  encoded(ids: readonly number[]): void {
    for (const id of ids) {
      this.#ids.push(id);
    }
  }

  /** Repeats what another writer holds. */
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

  /** The ids, checked: see `assertControlTokensOnlyAt`. */
  finish(): Uint32Array<ArrayBuffer> {
    assertControlTokensOnlyAt(this.#ids, this.#controlPositions);
    return Uint32Array.from(this.#ids);
  }
}

/**
 * The last gate before tokens leave: a control token anywhere but where the template put it would let policy
 * or content speak as somebody else.
 *
 * @throws EngineFailedError (not retryable) if `ids` has an id from 199998 up, or none at all, outside `positions`.
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
