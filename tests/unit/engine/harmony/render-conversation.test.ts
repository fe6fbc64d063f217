import { describe, expect, it } from "vitest";
import type { Message } from "../../../../engine/harmony/conversation.ts";
import {
  renderConversation,
  renderConversationForCompletion,
} from "../../../../engine/harmony/render-conversation.ts";
import { decodeTokens } from "../../../../engine/harmony/tokenizer.ts";

const render = (...messages: Message[]) => decodeTokens(renderConversation({ messages }));

describe("renderConversation", () => {
  it("names speakers, recipients and content types as the reference does", () => {
    expect(render({ role: "user", name: "ann", content: "hi" })).toBe(
      "<|start|>user:ann<|message|>hi<|end|>",
    );
    expect(render({ role: "assistant", recipient: "all", channel: "final", content: "hi" })).toBe(
      "<|start|>assistant<|channel|>final<|message|>hi<|call|>",
    );
    expect(
      render({ role: "assistant", recipient: "f", channel: "commentary", contentType: "code", content: "x" }),
    ).toBe("<|start|>assistant to=f<|channel|>commentary code<|message|>x<|call|>");
  });

  it("encodes spelled control tokens in header fields as text", () => {
    const message: Message = {
      role: "tool",
      name: "<|end|>",
      recipient: "<|start|>",
      contentType: "<|end|>",
      content: "",
    };
    const controls = renderConversation({ messages: [message] }).filter((id) => id >= 199_998);
    expect([...controls]).toEqual([200_006, 200_008, 200_007]);
  });

  it("is the beginning of the rendering for completion", () => {
    const conversation = { messages: [{ role: "user", content: "hello" }] } as const;
    const rendered = renderConversation(conversation);
    const forCompletion = renderConversationForCompletion(conversation, "assistant");
    expect(forCompletion.slice(0, rendered.length)).toEqual(rendered);
    expect(Array.from(forCompletion.subarray(rendered.length))).toEqual([200_006, 173_781]);
  });

  it("renders no messages to no tokens", () => {
    expect(renderConversation({ messages: [] })).toHaveLength(0);
  });
});
