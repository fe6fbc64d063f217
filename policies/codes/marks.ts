/** What may surround a code: emphasis, code spans, brackets. */
export const OPENING_MARKS = "*_`~[({<";
export const CLOSING_MARKS = "*_`~])}>";
export const MAX_MARKS = 8;
