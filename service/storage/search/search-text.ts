import { sanitizeText } from "../../judging/sanitize-output.ts";

/** Quotation marks, dashes and symbols, which PostgreSQL treats as letters if the locale of the database is C. */
const NO_WORD = /[^\p{L}\p{N}\p{M}\p{ASCII}]/gu;

/**
 * The form in which a text is indexed and searched, the same for every locale of the database: with the locale C,
 * PostgreSQL folds the case of ASCII letters only, and treats every other character as a letter.
 */
export function searchText(text: string): string {
  return sanitizeText(text).toLowerCase().replaceAll(NO_WORD, " ");
}
