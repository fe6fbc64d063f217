/**
 * Server-sent events as text: WHATWG HTML, section 9.2, "Parsing an event stream". Each block ends with a blank line; a
 * line that starts with a colon is a comment.
 */

export const SSE_HEADERS = {
  // The media type is always UTF-8 and has no charset parameter.
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-store",
  // nginx and similar proxies would otherwise buffer events.
  "X-Accel-Buffering": "no",
} as const;

/** For intermediaries that close idle connections. */
export const SSE_HEARTBEAT = ":\n\n";

/**
 * The first block: how long clients wait before they reconnect, and the id that they send then. A block without data
 * sets the id without an event, so that a client that disconnects before the first event resumes at the start.
 */
export function sseOpening({ retryMs, id }: { readonly retryMs: number; readonly id: string }): string {
  return `retry: ${retryMs}\nid: ${id}\n\n`;
}

/** Returns an event with JSON data, which contains no line breaks. `event` and `id` must not contain any. */
export function sseEvent(event: string, id: string, data: object): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
