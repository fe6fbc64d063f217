import { describe, expect, it } from "vitest";
import { readJsonl } from "../../../../cli/input/read-jsonl.ts";
import { pieces, toArray } from "../streams.ts";

const read = (text: string, size?: number) => toArray(readJsonl(pieces(text, size)));

describe("readJsonl", () => {
  it("reads texts and conversations, with id and metadata", async () => {
    const conversation = { messages: [{ role: "user", content: "hi" }] };
    const text = `{"id":7,"content":"a"}\r\n\n${JSON.stringify({ content: conversation, metadata: { k: 1 }, label: 1 })}`;
    const rows = [
      { line: 1, content: "a", externalId: "7" },
      { line: 3, content: conversation, metadata: { k: 1 } },
    ];
    expect(await read(text)).toEqual(rows);
    expect(await read(text, 3)).toEqual(rows);
  });

  it("reports lines that cannot be read without quoting them, and continues", async () => {
    const rows = await read('{"content":"secret\n{"id":"x"}\n[]\n{"content":""}\n{"content":"ok"}\n');
    expect(rows.slice(0, 4).every((row) => "fault" in row)).toBe(true);
    expect(JSON.stringify(rows.slice(0, 4))).not.toContain("secret");
    expect(rows[1]).toEqual({ line: 2, fault: "/content is required" });
    expect(rows[4]).toEqual({ line: 5, content: "ok" });
  });
});
