/** What is judged: a text, or a conversation that is judged as a whole. */
export type PromptContent =
  | string
  | { readonly messages: readonly { readonly role: string; readonly content: string }[] };

/**
 * A conversation as one text: a sentence, then one JSON object per line, numbered.
 *
 * Nobody in the conversation can forge the turn of another: a turn's text stands inside a JSON string, where
 * line breaks and quotation marks are escaped, so a line always is a turn of ours and holds one role. The
 * separators U+0085, U+2028 and U+2029, which JSON leaves as they are and models may read as line breaks, are
 * escaped too. (Whoever sends one single text can still write the likeness of a transcript: it is then all
 * his own content and judged as such.)
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
