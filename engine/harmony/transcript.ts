/** The content to judge: a text, or a conversation that is judged as a whole. */
export type PromptContent =
  | string
  | { readonly messages: readonly { readonly role: string; readonly content: string }[] };

/**
 * Renders a conversation as one text: a sentence, then one numbered JSON object per line.
 *
 * No participant can forge the turn of another: the text of a turn is a JSON string, in which line breaks and
 * quotation marks are escaped, so each line is exactly one turn with one role. The separators U+0085, U+2028 and
 * U+2029, which JSON does not escape and models may read as line breaks, are escaped too. (A single text can
 * still imitate a transcript; it is judged as one text.)
 */
export function renderTranscript(
  messages: readonly { readonly role: string; readonly content: string }[],
): string {
  const lines = messages.map(({ role, content }, index) =>
    JSON.stringify({ turn: index + 1, role, content }).replace(/[\u0085\u2028\u2029]/g, escapeUnit),
  );
  return [
    `A conversation of ${messages.length} turns to be judged as a whole, one JSON object per line:`,
    ...lines,
  ].join("\n");
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
