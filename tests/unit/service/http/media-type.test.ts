import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseMediaType, parseMediaType } from "../../../../service/http/media-type.ts";

describe("parseMediaType", () => {
  it("reads type and parameters", () => {
    const type = parseMediaType('Text/Markdown; Charset="utf-8" ;variant=GFM');
    expect(type?.essence).toBe("text/markdown");
    expect([...(type?.parameters ?? [])]).toEqual([
      ["charset", "utf-8"],
      ["variant", "GFM"],
    ]);
  });

  it.each([undefined, "", "json", "application/", "/json", "application/json, text/html", "a b/c"])(
    "refuses %s",
    (field) => {
      expect(parseMediaType(field)).toBeNull();
    },
  );
});

describe("chooseMediaType", () => {
  const offered = ["application/json", "text/markdown"] as const;

  it.each([
    [undefined, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["text/markdown", "text/markdown"],
    ["text/*", "text/markdown"],
    ["application/json, text/markdown", "application/json"],
    ["application/json;q=0.5, text/markdown", "text/markdown"],
    ["*/*, application/json;q=0", "text/markdown"],
    ["TEXT/MARKDOWN;Q=0.1", "text/markdown"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"],
    ["text/html", null],
    ["application/json;q=0, text/markdown;q=0", null],
    ["application/json;q=x", null],
  ])("%s", (accept, expected) => {
    expect(chooseMediaType(accept, offered)).toBe(expected);
  });

  it("reads any field without throwing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (accept) => {
        const type = chooseMediaType(accept, offered);
        return type === null || offered.includes(type);
      }),
    );
  });
});
