import { describe, expect, it } from "vitest";
import { classifyRequestSchema } from "../../../schemas/classify-request.ts";
import { guardrailRequestSchema } from "../../../schemas/guardrail.ts";
import { moderationRequestSchema } from "../../../schemas/moderations.ts";
import { compileValidator } from "../../../schemas/validate.ts";

function faultsOf(schema: object, value: unknown): string[] {
  const validation = compileValidator(schema)(value);
  return validation.ok ? [] : validation.faults.map(({ pointer, message }) => `${pointer} ${message}`);
}

describe("a value that satisfies no alternative", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["no text", [], ["/input must NOT have fewer than 1 items"]],
    ["33 texts", Array.from({ length: 33 }, () => "x"), ["/input must NOT have more than 32 items"]],
    ["1,100 texts", Array.from({ length: 1100 }, () => "x"), ["/input must NOT have more than 32 items"]],
    ["a number among texts", ["x", 5], ["/input/1 must be string"]],
    ["an empty text", ["x", ""], ["/input/1 must NOT have fewer than 1 characters"]],
    ["a text among parts", [{ type: "text", text: "x" }, "y"], ["/input/1 must be object"]],
    ["a part without text", [{ type: "text" }], ["/input/0/text is required"]],
    ["a number", 5, ["/input must be string or array"]],
    ["null", null, ["/input must be string or array"]],
    ["an empty string", "", ["/input must NOT have fewer than 1 characters"]],
  ])("of a moderation is reported with its position: %s", (_name, input, faults) => {
    expect(faultsOf(moderationRequestSchema, { input })).toEqual(faults);
  });

  it("of content is reported for the form that it has", () => {
    const of = (content: unknown): string[] => faultsOf(classifyRequestSchema, { content, policy_id: "p" });
    expect(of({ messages: [{ role: "user" }] })).toEqual(["/content/messages/0/content is required"]);
    expect(of(7)).toEqual(["/content must be string or object"]);
  });

  it("inside another is reported for the inner alternative", () => {
    const messages = [{ content: ["x", 5, { text: 6 }] }, { content: 7 }];
    expect(faultsOf(guardrailRequestSchema, { structured_messages: messages })).toEqual([
      "/structured_messages/0/content/1 must be string or null or object",
      "/structured_messages/0/content/2/text must be string or null",
      "/structured_messages/1/content must be string or null or array",
    ]);
  });
});
