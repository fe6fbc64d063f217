import type { FindingRange } from "../../schemas/policy-lint.ts";
import { plainLine } from "../codes/plain-line.ts";
import type { ReadLine } from "../codes/read-lines.ts";
import type { Steps } from "../codes/steps.ts";
import type { DocumentLines } from "./document-lines.ts";
import { sentenceWords, type Word } from "./sentence-words.ts";

/** A paragraph may be one long line. */
const MAX_CHARACTERS = 10_000;

/** A line of the policy's own words, without comments, samples of code and markup of HTML. */
export interface Sentence {
  readonly number: number;
  /** As a person sees it, with plain letters and dashes. */
  readonly text: string;
  /** Its words, without quotations. */
  readonly words: readonly Word[];
  /** The position of a part of `text` in the document: of the whole line if the two differ in length. */
  readonly range: (start: number, end: number) => FindingRange;
}

export function readSentences(
  read: readonly ReadLine[],
  lines: DocumentLines,
  steps: Steps,
): readonly Sentence[] {
  return read.map(({ number, text: spelled }) => {
    const text = plainLine(spelled, steps, MAX_CHARACTERS);
    steps.add(text.length);
    const head = spelled.slice(0, MAX_CHARACTERS);
    const isUnchanged = text.length === head.length && lines.text(number).startsWith(head);
    return {
      number,
      text,
      words: sentenceWords(text),
      range: (start, end) => (isUnchanged ? lines.part(number, start, end) : lines.line(number)),
    };
  });
}
