import { isCapital, isWordCharacter } from "../codes/characters.ts";
import { Cursor } from "../codes/cursor.ts";
import { readCode } from "../codes/read-code.ts";
import type { Steps } from "../codes/steps.ts";

/** A code somewhere in a line. */
export interface Mention {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  /** Whether only a separator of a list is between it and the code before it. */
  readonly listedAfter: boolean;
}

/** Codes such as `INCITE1`, which are longer than any code that a text can define. */
const LONG_CODE = /^[A-Z]{6,12}\d{1,3}$/;
const MAX_GLUE = 12;
const GLUE = new Set(["", "or", "and", "oder", "und", "ou", "et", "y", "o", "e"]);

/** Every code that a line mentions, wherever it is. */
export function mentionsIn(text: string, steps: Steps): Mention[] {
  const cursor = new Cursor(text, steps);
  const mentions: Mention[] = [];
  let offset = 0;
  let between = "";
  while (!cursor.done()) {
    const read = isCapital(cursor.peek()) ? readCode(cursor) : null;
    const passed = read ?? (cursor.take(isWordCharacter) || cursor.take(() => true, 1));
    const isCode = read !== null || LONG_CODE.test(passed);
    if (isCode) {
      const listedAfter = mentions.length > 0 && isGlue(between);
      mentions.push({ code: passed, start: offset, end: offset + passed.length, listedAfter });
    }
    offset += passed.length;
    between = isCode ? "" : (between + passed).slice(0, MAX_GLUE);
  }
  return mentions;
}

function isGlue(between: string): boolean {
  const words = between
    .toLowerCase()
    .replaceAll(/[,/&+#–-]/g, " ")
    .trim();
  return between.length < MAX_GLUE && GLUE.has(words);
}
