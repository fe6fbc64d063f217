/** U+200B ZERO WIDTH SPACE: nothing to the eye, and no part of any control token. */
const BREAK = "\u200B";

/**
 * Makes every spelling of a control token harmless, for servers that take text and read control tokens out of
 * it wherever they stand: each `<|` gets a zero width space in its middle, so that no `<|` is left, with
 * which every control token of Harmony (and of the ChatML family) begins.
 *
 * Exactly reversible: zero width spaces that stand there already are kept and one is added.
 */
export function neutralizeControlTokens(text: string): string {
  return text.replace(/<(\u200B*)\|/gu, `<$1${BREAK}|`);
}

/** The inverse of `neutralizeControlTokens`. */
export function restoreControlTokens(text: string): string {
  return text.replace(/<(\u200B*)\u200B\|/gu, "<$1|");
}
