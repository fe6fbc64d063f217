import { expect, it } from "vitest";
import { paletteEntries } from "../../../../dashboard/shell/palette-entries.ts";

const run = (): void => undefined;
const sources = {
  keys: [
    { keys: "g l", words: "Go to Live", run },
    { keys: "q q", words: "Sign out", run },
    { keys: "j", words: "Next row", run },
  ],
  pages: [{ words: "Go to Operations: Queue", path: "/app/operations/queue" }],
  policies: [
    { id: "spam", title: "Unsolicited promotion" },
    { id: "live-chat", title: null },
  ],
};
const words = (text: string): readonly string[] => paletteEntries(text, sources).map((entry) => entry.words);

it("shows all entries if no text is entered, except for the keys that move in a list", () => {
  expect(words("")).toEqual([
    "Go to Live",
    "Sign out",
    "Go to Operations: Queue",
    "Policy spam: Unsolicited promotion",
    "Policy live-chat",
  ]);
});

it("finds entries with all words in any order, and lists those that begin with the text first", () => {
  expect(words("live")).toEqual(["Go to Live", "Policy live-chat"]);
  expect(words("policy l")).toEqual(["Policy live-chat", "Policy spam: Unsolicited promotion"]);
  expect(words("promotion spam")).toEqual(["Policy spam: Unsolicited promotion"]);
  expect(words("no such thing")).toEqual([]);
});

it("opens a verdict by its id, however it was copied", () => {
  const id = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";
  expect(paletteEntries(` ${id.toUpperCase()}\n`, sources)).toEqual([
    { words: `Open verdict ${id}`, path: `/app/verdicts/${id}` },
  ]);
});
