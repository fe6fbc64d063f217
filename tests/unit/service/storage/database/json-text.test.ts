import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromText, toJson, toText } from "../../../../../service/storage/database/json-text.ts";

describe("toText", () => {
  it("returns every string, and never contains what PostgreSQL's text cannot", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("", "\u0000", "\uD800", "\\u0000"),
        (text, end) => {
          const stored = toText(text + end);
          expect(fromText(stored)).toBe(text + end);
          expect(stored).not.toContain("\u0000");
          expect(Buffer.from(stored, "utf8").toString("utf8")).toBe(stored);
        },
      ),
    );
  });

  it("does not change ordinary strings", () => {
    expect(toText("order-17/ü 🙂")).toBe("order-17/ü 🙂");
  });

  it("keeps different strings different", () => {
    expect(new Set(["\u0000", "\\u0000", "\\\\u0000", "u0000"].map(toText)).size).toBe(4);
  });
});

describe("toJson", () => {
  it("converts undefined and null to SQL NULL", () => {
    expect([toJson(null), toJson(undefined), toJson("")]).toEqual([null, null, '""']);
  });
});
