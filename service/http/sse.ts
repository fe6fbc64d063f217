/**
 * Server-sent events as text: WHATWG HTML, section 9.2, "Parsing an event stream". Each block ends with a
 * blank line; a line that begins with a colon is a comment.
 */

export const SSE_HEADERS = {
  // Always UTF-8: the section registers no charset parameter.
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-store",
  // nginx and those that follow it would hold events back to fill a buffer.
  "X-Accel-Buffering": "no",
} as const;

/** For intermediaries that close connections on which nothing comes. */
export const SSE_HEARTBEAT = ":\n\n";

/**
 * The first block: how long clients pause before they connect again, and the id that they then send. A block
 * without data sets the id and raises no event, so that a client which breaks off before the first event
 * resumes where it began.
 */
export function sseOpening({ retryMs, id }: { readonly retryMs: number; readonly id: string }): string {
  return `retry: ${retryMs}\nid: ${id}\n\n`;
}

/** An event whose data is JSON, which has no line ends of its own. `event` and `id` are words of ours. */
export function sseEvent(event: string, id: string, data: object): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
