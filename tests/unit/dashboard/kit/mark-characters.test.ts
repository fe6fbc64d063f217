import { describe, expect, it } from "vitest";
import { markCharacters } from "../../../../dashboard/kit/mark-characters.ts";

const shown = (text: string): string =>
  markCharacters(text)
    .map((part) => (part.kind === "text" ? part.text : `[${part.code} ${part.name}]`))
    .join("");

describe("markCharacters", () => {
  it.each([
    ["ordinary text of any script", "Grüße, 你好, مرحبا, नमस्ते\n\tend"],
    ["an emoji of several parts", "👩\u200d🚒 and 👍🏽"],
    ["a joiner that a script needs", "می\u200cخواهم"],
    ["nothing", ""],
  ])("does not change %s", (_, text) => {
    expect(markCharacters(text)).toEqual(text === "" ? [] : [{ kind: "text", text }]);
  });

  it.each([
    ["a direction override", "a\u202eb", "a[U+202E right-to-left override]b"],
    ["isolates", "\u2066x\u2069", "[U+2066 left-to-right isolate]x[U+2069 pop directional isolate]"],
    ["a zero width space", "fr\u200bee", "fr[U+200B zero width space]ee"],
    ["a joiner between Latin letters", "fr\u200dee", "fr[U+200D zero width joiner]ee"],
    ["a null", "a\0b", "a[U+0000 null]b"],
    ["an escape", "\u001b[31m", "[U+001B escape][31m"],
    ["a tag character", "a\u{e0041}", "a[U+E0041 invisible character]"],
    ["a hidden variation selector", "a\u{e0100}", "a[U+E0100 invisible character]"],
    ["a filler that looks like a space", "a\u3164b", "a[U+3164 Hangul filler]b"],
    ["half of a surrogate pair", "a\ud800b", "a[U+D800 invisible character]b"],
    ["private use", "a\ue000", "a[U+E000 invisible character]"],
    ["a line separator", "a\u2028b", "a[U+2028 line separator]b"],
  ])("shows %s", (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("counts a character that is repeated", () => {
    expect(markCharacters("a" + "\u200b".repeat(100_000))).toEqual([
      { kind: "text", text: "a" },
      { kind: "mark", code: "U+200B", name: "zero width space", count: 100_000 },
    ]);
  });
});
