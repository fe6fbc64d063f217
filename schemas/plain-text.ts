// C0, DEL, C1, and the marks that reorder text (bidirectional controls of Unicode UAX #9).
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text of a model or of a user safe to show: characters that could move the cursor or fake other output are
 * escaped.
 */
export function plainText(text: string): string {
  return text.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
