import type { FindingRange } from "../../schemas/policy-lint.ts";
import { splitLines } from "../codes/read-lines.ts";

/** The lines of a policy's instructions, by their numbers there, and positions in the document. */
export class DocumentLines {
  readonly #lines: readonly string[];
  readonly #before: number;

  /** `before`: lines of the document before the instructions. */
  constructor(instructions: string, before: number) {
    this.#lines = Array.from(splitLines(instructions), ({ line }) => line);
    this.#before = before;
  }

  get count(): number {
    return this.#lines.length;
  }

  text(number: number): string {
    return this.#lines[number - 1] ?? "";
  }

  /** The number that a line of the instructions has in the document. */
  inDocument(number: number): number {
    return number + this.#before;
  }

  /** The text of lines, both included. */
  slice(first: number, last: number): string {
    return this.#lines.slice(first - 1, last).join("\n");
  }

  /** A line without the space around it. */
  line(number: number): FindingRange {
    const text = this.text(number);
    const start = text.length - text.trimStart().length;
    return this.part(number, start, Math.max(start, text.trimEnd().length));
  }

  lines(first: number, last: number): FindingRange {
    const { line, column } = this.line(first);
    const { end_line, end_column } = this.line(last);
    return { line, column, end_line, end_column };
  }

  /** Characters `start` to `end` (exclusive) of a line. */
  part(number: number, start: number, end: number): FindingRange {
    const line = this.inDocument(number);
    return { line, column: start + 1, end_line: line, end_column: end + 1 };
  }
}
