import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTROL_TOKENS } from "../../../../engine/harmony/control-tokens.ts";
import { StreamableParser } from "../../../../engine/harmony/streamable-parser.ts";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { encodeMarked } from "../../../conformance/harmony/encode-marked.ts";

function parse(tokens: Iterable<number>, role: "assistant" | null = "assistant") {
  const parser = new StreamableParser(role);
  const added = [...tokens].map((token) => parser.push(token)).join("");
  parser.end();
  return { messages: parser.messages, added };
}

const OPEN = encodeMarked("<|start|>assistant<|channel|>final<|message|>");
/** 9552 is the bytes 20 F0 9F: a space and half an emoji. */
const HALF = 9552;

describe("StreamableParser", () => {
  it("reports header and text while parsing", () => {
    const parser = new StreamableParser("assistant");
    expect(parser.currentHeader).toBeNull();
    encodeMarked("<|channel|>analysis<|message|>Hello").forEach((token) => parser.push(token));
    expect(parser.currentHeader).toMatchObject({ role: "assistant", channel: "analysis" });
    expect(parser.currentContent).toBe("Hello");
    expect(parser.push(encodeOrdinary(" world")[0]!)).toBe(" world");
    parser.push(CONTROL_TOKENS.end);
    expect(parser.currentHeader).toBeNull();
    expect(parser.messages).toMatchObject([{ content: "Hello world", complete: true }]);
  });

  it("returns whole characters only", () => {
    const parser = new StreamableParser(null);
    OPEN.forEach((token) => parser.push(token));
    const [first, second, ...rest] = encodeOrdinary("💖");
    expect(parser.push(first!)).toBe("");
    expect(parser.currentContent).toBe("");
    expect([second!, ...rest].map((token) => parser.push(token)).join("")).toBe("💖");
  });

  it("replaces bytes that are not UTF-8, as the reference does", () => {
    const end = CONTROL_TOKENS.end;
    const content = (...tokens: number[]) => parse([...OPEN, ...tokens], null).messages[0]?.content;
    expect(content(HALF, HALF, ...encodeOrdinary("worked"), end)).toBe(" \ufffd \ufffdworked");
    expect(content(HALF, ...encodeOrdinary("XY"), end)).toBe(" \ufffdXY");
    expect(content(HALF, ...encodeOrdinary("Hi"))).toBe(" \ufffdHi");
    expect(content(HALF)).toBe(" \ufffd");
    expect(content(HALF, 4_294_967_295, HALF)).toBe(" \ufffd\ufffd \ufffd");
  });

  it("carries no bytes from one message into the next", () => {
    const { messages } = parse(
      [...OPEN, HALF, HALF, 200_007, ...OPEN, ...encodeOrdinary("Hi"), 200_007],
      null,
    );
    expect(messages[1]).toMatchObject({ content: "Hi" });
  });

  it("keeps a byte order mark at the start of a text", () => {
    expect(parse([...OPEN, ...encodeOrdinary("\ufeffx"), 200_002], null).messages[0]?.content).toBe(
      "\ufeffx",
    );
  });

  it.each([
    [
      "a start without an end",
      "<|channel|>analysis<|message|>a<|start|>assistant<|channel|>final<|message|>b<|return|>",
    ],
    ["a channel without a start", "<|channel|>analysis<|message|>a<|channel|>final<|message|>b<|return|>"],
    [
      "no start after an end",
      "<|channel|>analysis<|message|>a<|end|>assistant<|channel|>final<|message|>b<|return|>",
    ],
    [
      "neither start nor role",
      "<|channel|>analysis<|message|>a<|end|><|channel|>final<|message|>b<|return|>",
    ],
    [
      "a doubled start",
      "<|channel|>analysis<|message|>a<|end|><|start|><|start|>assistant<|channel|>final<|message|>b<|return|>",
    ],
    [
      "stray stops",
      "<|channel|>analysis<|message|>a<|end|><|end|><|call|><|start|>assistant<|channel|>final<|message|>b<|return|>",
    ],
  ])("recovers from %s", (_, text) => {
    expect(parse(encodeMarked(text)).messages).toMatchObject([
      { role: "assistant", channel: "analysis", content: "a" },
      { role: "assistant", channel: "final", content: "b", complete: true },
    ]);
  });

  it("never throws, and its pieces form the messages, for any tokens", () => {
    const token = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.values(CONTROL_TOKENS)) },
      { weight: 2, arbitrary: fc.constantFrom(35644, 17196, 173_781, 1428, HALF, 220) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 201_087 }) },
      { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()) },
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 60 }),
        fc.constantFrom("assistant" as const, null),
        (tokens, role) => {
          const { messages, added } = parse(tokens, role);
          for (const message of messages) {
            expect(message.content).toBe(Buffer.from(message.content).toString());
          }
          const total = messages.reduce((length, { content }) => length + content.length, 0);
          expect(total).toBeGreaterThanOrEqual(added.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("returns any text that it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { messages, added } = parse([...OPEN, ...encodeOrdinary(text), 200_002], null);
        expect(messages[0]).toMatchObject({ content: text, complete: true });
        expect(added).toBe(text);
      }),
    );
  });
});
