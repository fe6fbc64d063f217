import { parseJson } from "./read-json.ts";

/**
 * Parses the JSON of each event of a complete text/event-stream (WHATWG HTML, section 9.2). Comments, other
 * fields and data that is not JSON, such as the `[DONE]` at the end of OpenAI's streams, are ignored.
 */
export function parseEventStream(text: string): unknown[] {
  return text.split(/\r\n\r\n|\n\n|\r\r/).flatMap((event) => {
    const data = event
      .split(/\r\n|\n|\r/)
      .flatMap((line) => (line.startsWith("data:") ? [line.slice("data:".length)] : []))
      .join("\n");
    const value = parseJson(data);
    return value === undefined ? [] : [value];
  });
}
