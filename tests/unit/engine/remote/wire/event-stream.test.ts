import { describe, expect, it } from "vitest";
import { parseEventStream } from "../../../../../engine/remote/wire/event-stream.ts";

describe("parseEventStream", () => {
  it("parses the JSON of each event, with any line ending", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = ['data: {"a":1}', "", 'data:{"a":', "data: 2}", "", ""].join(end);
      expect(parseEventStream(text)).toEqual([{ a: 1 }, { a: 2 }]);
    }
  });

  it("ignores comments, other fields, and data that is not JSON", () => {
    const text = ': ping\n\nevent: message\nid: 1\ndata: {"a":1}\n\ndata: [DONE]\n\ndata: {"cut\n\n';
    expect(parseEventStream(text)).toEqual([{ a: 1 }]);
    expect(parseEventStream("")).toEqual([]);
  });
});
