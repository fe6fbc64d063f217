import { describe, expect, it } from "vitest";
import { parseHeader } from "../../../../engine/harmony/message-header.ts";
import { encodeOrdinary } from "../../../../engine/harmony/tokenizer.ts";
import { encodeMarked } from "../../../conformance/harmony/encode-marked.ts";

const parse = (text: string) => parseHeader(encodeMarked(text), null);

describe("parseHeader", () => {
  it.each([
    ["assistant", { role: "assistant", name: null, channel: null, recipient: null, contentType: null }],
    ["user:ann", { role: "user", name: "ann" }],
    [
      "functions.f to=assistant<|channel|>commentary",
      { role: "tool", name: "functions.f", recipient: "assistant" },
    ],
    [
      "assistant<|channel|>commentary to=f <|constrain|>json",
      { recipient: "f", contentType: "<|constrain|>json" },
    ],
    ["assistant functions.f<|channel|>commentary", { recipient: "functions.f", contentType: null }],
    ["assistant<|channel|>commentary f code", { recipient: "f", contentType: "code" }],
    ["assistant<|channel|>final words that belong nowhere at all", { role: "assistant", channel: "final" }],
    ["assistant<|channel|>", { role: "assistant", channel: null }],
    ["<|channel|>final", { role: "assistant", channel: "final" }],
    ["<|constrain|>", { role: "assistant", channel: null, contentType: "<|constrain|>" }],
    ["", { role: "assistant", channel: null }],
    ["assistant<|channel|>analysisfinal", { channel: "analysisfinal" }],
  ])("reads %j", (text, expected) => {
    expect(parse(text)).toMatchObject(expected);
  });

  it("does not treat the spelling of a control token as a control token", () => {
    expect(parseHeader(encodeOrdinary("assistant<|channel|>final"), null)).toMatchObject({
      role: "tool",
      channel: null,
    });
  });
});
