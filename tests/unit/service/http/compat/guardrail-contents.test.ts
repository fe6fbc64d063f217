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

const UNSUPPORTED = expect.objectContaining({ code: "content_unsupported" }) as Error;
const message = (content: unknown) => ({ texts: ["a"], structured_messages: [{ role: "user", content }] });
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

  it("judges calls of every kind", () => {
    const custom = { id: "c", type: "custom", custom: { name: "post", input: "buy now" } };
    expect(contents({ tool_calls: [custom] })).toEqual(["post\nbuy now"]);
    expect(contents({ tool_calls: [{ id: "c", type: "function" }] })).toEqual([]);
  });

  it("refuses an image in a message, whatever text is next to it", () => {
    const image = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
    const structured_messages = [{ role: "user", content: [{ type: "text", text: "hello" }, image] }];
    expect(() => contents({ texts: ["hello"], structured_messages })).toThrow(UNSUPPORTED);
  });

  it("judges each different text and tool call", () => {
    expect(
      contents({ texts: ["a", "", "b", "a"], tool_calls: [call('{"x":1}'), { type: "custom" }] }),
    ).toEqual(["a", "b", 'send\n{"x":1}']);
  });

  it("judges the messages as one conversation if there are no texts", () => {
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
    const texts = ["be kind", "hi", "there", "who?"];
    expect(contents({ texts, tool_calls: [call("{}")], structured_messages })).toEqual([
      ...texts,
      "send\n{}",
    ]);
  });

  it("judges what messages contain in addition to the texts", () => {
    const structured_messages = [
      { role: "system", content: "system text" },
      {
        role: "user",
        content: [{ type: "text", text: "hi", cache_control: { type: "ephemeral" } }],
        name: "bob",
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [call("{}")],
        refusal: "I won't",
        reasoning_content: "hm",
      },
      { role: "tool", tool_call_id: "c", content: "tool result" },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "nested" }] }],
      },
      { role: "assistant", content: [{ type: "tool_use", id: "t", name: "buy", input: { what: "all" } }] },
    ];
    expect(contents({ texts: ["hi"], structured_messages })).toEqual([
      "hi",
      {
        messages: [
          { role: "system", content: "system text" },
          { role: "user", content: "bob" },
          { role: "assistant", content: "I won't\nhm\nsend\n{}" },
          { role: "tool", content: "tool result" },
          { role: "user", content: "nested" },
          { role: "assistant", content: 'buy\n{"what":"all"}' },
        ],
      },
    ]);
  });

  it("accepts a message as the proxy's own client writes it, and judges additions of providers", () => {
    const assistant = {
      role: "assistant",
      content: "hi",
      tool_calls: null,
      function_call: null,
      audio: null,
      images: [],
      thinking_blocks: [{ type: "thinking", thinking: "hm", signature: "x".repeat(5000) }],
      provider_specific_fields: { refusal: null, reasoning: "they said" },
    };
    expect(contents({ texts: ["hi"], structured_messages: [assistant] })).toEqual([
      "hi",
      { messages: [{ role: "assistant", content: 'hm\n{"refusal":null,"reasoning":"they said"}' }] },
    ]);
  });

  it("judges the definitions of tools as one text", () => {
    const tools = [
      { type: "code_interpreter" },
      { type: "function", function: { name: "f", description: "d" } },
    ];
    expect(contents({ texts: ["a"], tools })).toEqual([
      "a",
      '[{"type":"function","function":{"name":"f","description":"d"}}]',
    ]);
  });

  it("accepts an image that the proxy's operator omitted", () => {
    const content = [
      { type: "text", text: "hi" },
      { type: "image_url", image_url: { url: "[omitted]" } },
    ];
    expect(contents({ texts: ["hi"], structured_messages: [{ role: "user", content }] })).toEqual(["hi"]);
  });

  it.each<[string, object]>([
    ["images", { texts: ["a"], images: ["aGk="] }],
    ["images in any form", { images: [null] }],
    [
      "an image in a message",
      { structured_messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] }] },
    ],
    ["an audio part next to a text", message([{ type: "text", text: "a", input_audio: { data: "aGk=" } }])],
    ["an image of another kind that is omitted", message([{ image_url: { url: "[omitted]", detail: "x" } }])],
    ["a part that only names a file", message([{ type: "file", id: "file-1" }])],
    ["an audio of a message", { structured_messages: [{ role: "assistant", audio: { id: "a1" } }] }],
    ["an unknown member of a tool call", { tool_calls: [{ ...call("{}"), image: "aGk=" }] }],
    ["a label that contains text", { structured_messages: [{ role: "user", id: "x".repeat(257) }] }],
    ["audio next to the texts", { texts: ["a"], audio: "aGk=" }],
    ["files next to the texts", { texts: ["a"], files: [{ file_id: "f" }] }],
    ["a field of a later version", { texts: ["a"], future: [{ text: "b" }] }],
    [
      "a part that is nested too deeply",
      message([{ type: "tool_use", input: JSON.parse(`${"[".repeat(9999)}${"]".repeat(9999)}`) }]),
    ],
    ["a part in an unknown format", { structured_messages: [{ role: "user", content: [{}] }] }],
  ])("refuses %s", (_name, body) => expect(() => contents(body)).toThrow(UNSUPPORTED));

  it("refuses parts that together are too long", () => {
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
  ])("refuses %s", (_name, body) => expect(validate(body).ok).toBe(false));

  it("accepts metadata of the request, and members without content", () => {
    expect(
      contents({
        texts: ["a"],
        litellm_version: "1.2",
        request_headers: { a: "b" },
        model: "m",
        future: [1, null, ""],
      }),
    ).toEqual(["a"]);
  });
});
