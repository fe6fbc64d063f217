import { describe, expect, it } from "vitest";
import { developerText, systemText } from "../../../../engine/harmony/message-text.ts";

describe("systemText", () => {
  it("omits absent fields", () => {
    expect(systemText({ channels: [] })).toBe("");
    expect(systemText({ channels: ["final"], reasoningEffort: "low" })).toBe(
      "Reasoning: low\n\n# Valid channels: final. Channel must be included for every message.",
    );
  });
});

describe("developerText", () => {
  it("puts each response format last: heading, description as comment, schema on one line", () => {
    const schema = { type: "object", properties: { b: { type: "integer" }, a: { type: "string" } } };
    expect(
      developerText({
        instructions: "Judge.",
        responseFormats: [
          { name: "verdict", description: "one\r\ntwo", schema },
          { name: "other", schema: {} },
        ],
      }),
    ).toBe(
      "# Instructions\n\nJudge.\n\n# Response Formats\n\n## verdict\n\n// one\n// two\n" +
        '{"type":"object","properties":{"b":{"type":"integer"},"a":{"type":"string"}}}\n\n## other\n\n{}',
    );
  });

  it("keeps instructions verbatim", () => {
    expect(developerText({ instructions: " \r\n# X\n\n" })).toBe("# Instructions\n\n \r\n# X\n\n");
    expect(developerText({})).toBe("");
  });
});
