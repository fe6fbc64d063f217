import { sanitizeText } from "../../judging/sanitize-output.ts";

/** What PostgreSQL takes for letters in a database whose locale is C, and is none: quotation marks, dashes, symbols. */
const NO_WORD = /[^\p{L}\p{N}\p{M}\p{ASCII}]/gu;

/**
 * A text as it is indexed and searched, the same for every locale of the database: with the locale C, PostgreSQL folds the
 * case of ASCII letters only, and takes every other character for a letter.
 */
export function searchText(text: string): string {
  return sanitizeText(text).toLowerCase().replaceAll(NO_WORD, " ");
}
