import { sanitizeText } from "../../judging/sanitize-output.ts";

/**
 * A text as it is indexed and searched. The case is folded here, because PostgreSQL folds only ASCII letters in a database
 * whose locale is C.
 */
export function searchText(text: string): string {
  return sanitizeText(text).toLowerCase();
}
