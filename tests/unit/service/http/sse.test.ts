import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SSE_HEARTBEAT, sseEvent, sseOpening } from "../../../../service/http/sse.ts";
import { SseConnection } from "../../../helpers/sse-client.ts";

describe("events as text", () => {
  it("are one block each", () => {
    expect(sseEvent("verdict", "abc", { a: 1 })).toBe('event: verdict\nid: abc\ndata: {"a":1}\n\n');
    expect(sseOpening({ retryMs: 2000, id: "abc" })).toBe("retry: 2000\nid: abc\n\n");
    expect(SSE_HEARTBEAT).toBe(":\n\n");
  });

  it("are parsed unchanged, whatever text they contain", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.dictionary(
            fc.string({ unit: "grapheme" }),
            fc.oneof(
              fc.string({ unit: "grapheme" }),
              fc.constantFrom("\n\ndata: x\n\n", "\r", "\u2028\u2029", "\u0000\uFEFF"),
            ),
          ),
        ),
        async (values) => {
          const text = values
            .map((value, index) => sseEvent("verdict", `id${index}`, value))
            .join(SSE_HEARTBEAT);
          const body = new Response(sseOpening({ retryMs: 1, id: "start" }) + text).body;
          const stream = SseConnection.of(new Response(body));
          for (const [index, value] of values.entries()) {
            const message = await stream.next();
            expect(message).toMatchObject({ event: "verdict", id: `id${index}` });
            expect(JSON.parse(message?.data ?? "")).toEqual(JSON.parse(JSON.stringify(value)));
          }
          expect(await stream.next()).toBeNull();
        },
      ),
      { numRuns: 50 },
    );
  });
});
