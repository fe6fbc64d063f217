import { describe, expect, it } from "vitest";
import { type GuardrailRequest, guardrailRequestSchema } from "../../../../../schemas/guardrail.ts";
import { compileValidator } from "../../../../../schemas/validate.ts";
import { contentsOf } from "../../../../../service/http/compat/guardrail-contents.ts";

const validate = compileValidator<GuardrailRequest>(guardrailRequestSchema);

function contents(body: object): ReturnType<typeof contentsOf> {
  const validation = validate(body);
  if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
  return contentsOf(validation.value);
}

const call = (args: string) => ({ id: "c", type: "function", function: { name: "send", arguments: args } });

describe("contentsOf", () => {
  it.each<[string, object]>([
    ["nothing at all", {}],
    ["nulls", { texts: null, images: null, tools: null, tool_calls: null, structured_messages: null }],
    ["empty lists", { texts: [], images: [], tools: [], tool_calls: [], structured_messages: [] }],
    ["empty texts", { texts: ["", null] }],
    [
      "messages without text",
      { structured_messages: [{ role: "assistant", content: null }, { role: "user" }] },
    ],
    ["definitions of tools", { tools: [{ type: "code_interpreter" }, { type: "function", function: null }] }],
  ])("finds nothing to judge in %s", (_name, body) => expect(contents(body)).toEqual([]));

  it("judges a call of another kind as the JSON that it is", () => {
    const custom = { id: "c", type: "custom", custom: { name: "post", input: "buy now" } };
    expect(contents({ tool_calls: [custom] })).toEqual(['{"custom":{"name":"post","input":"buy now"}}']);
    expect(contents({ tool_calls: [{ id: "c", type: "function" }] })).toEqual([]);
  });

  it("refuses an image in a message, whatever text is beside it", () => {
    const image = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
    const structured_messages = [{ role: "user", content: [{ type: "text", text: "hello" }, image] }];
    expect(() => contents({ texts: ["hello"], structured_messages })).toThrow("cannot be judged");
  });

  it("judges each different text and tool call", () => {
    expect(
      contents({ texts: ["a", "", "b", "a"], tool_calls: [call('{"x":1}'), { type: "custom" }] }),
    ).toEqual(["a", "b", 'send\n{"x":1}']);
  });

  it("judges the messages as one conversation where there are no texts", () => {
    const structured_messages = [
      { role: "system", content: "be kind" },
      { role: "user", content: [{ type: "text", text: "hi" }, "there"] },
      { role: "assistant", content: null, tool_calls: [call("{}")] },
      { content: "who?" },
    ];
    const turns = [
      { role: "system", content: "be kind" },
      { role: "user", content: "hi\nthere" },
      { role: "assistant", content: "send\n{}" },
      { role: "unknown", content: "who?" },
    ];
    expect(contents({ texts: [], structured_messages })).toEqual([{ messages: turns }]);
    expect(contents({ texts: ["a"], structured_messages })).toEqual(["a"]);
  });

  it.each<[string, object]>([
    ["images", { texts: ["a"], images: ["aGk="] }],
    ["images in any form", { images: [null] }],
    [
      "an image in a message",
      { structured_messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] }] },
    ],
    ["a part of no known form", { structured_messages: [{ role: "user", content: [{}] }] }],
  ])("refuses %s", (_name, body) => expect(() => contents(body)).toThrow(/cannot be judged/));

  it("refuses what is too long only when put together", () => {
    const text = "x".repeat(150_000);
    expect(() => contents({ structured_messages: [{ content: [text, text] }] })).toThrow(/200000 characters/);
    expect(() => contents({ tool_calls: [{ function: { name: text, arguments: text } }] })).toThrow(/200000/);
  });

  it.each<[string, object]>([
    ["a text that is an object", { texts: [{}] }],
    ["texts that are a text", { texts: "a" }],
    ["too many texts", { texts: Array.from({ length: 257 }, String) }],
    ["images that are a text", { images: "x" }],
    ["a message that is a text", { structured_messages: ["x"] }],
    ["content that is an object", { structured_messages: [{ content: { text: "x" } }] }],
    ["arguments that are an object", { tool_calls: [{ function: { name: "f", arguments: {} } }] }],
  ])("does not take %s", (_name, body) => expect(validate(body).ok).toBe(false));

  it("lets further fields pass", () => {
    expect(
      contents({ texts: ["a"], litellm_version: "1.2", request_headers: { a: "b" }, future: [1] }),
    ).toEqual(["a"]);
  });
});
