/** U+200B ZERO WIDTH SPACE: invisible, and not part of any control token. */
const BREAK = "\u200B";

/**
 * Neutralizes every spelling of a control token, for servers that take text and parse control tokens anywhere in
 * it. Every control token of Harmony (and of the ChatML family) begins with `<|`: a zero width space is inserted
 * in the middle of each.
 *
 * Exactly reversible: zero width spaces that are already there are kept and one is added.
 */
export function neutralizeControlTokens(text: string): string {
  return text.replace(/<(\u200B*)\|/gu, `<$1${BREAK}|`);
}

/** The inverse of `neutralizeControlTokens`. */
export function restoreControlTokens(text: string): string {
  return text.replace(/<(\u200B*)\u200B\|/gu, "<$1|");
}
