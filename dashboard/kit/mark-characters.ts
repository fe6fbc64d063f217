/** Text as it is, or a character that cannot be seen or that changes the direction of others. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "mark"; readonly code: string; readonly name: string; readonly count: number };

type Mark = Extract<TextPart, { kind: "mark" }>;

const NAMES: Readonly<Record<number, string>> = {
  0x00: "null",
  0x08: "backspace",
  0x1b: "escape",
  0x7f: "delete",
  0xad: "soft hyphen",
  0x034f: "combining grapheme joiner",
  0x061c: "Arabic letter mark",
  0x115f: "Hangul filler",
  0x1160: "Hangul filler",
  0x180e: "Mongolian vowel separator",
  0x200b: "zero width space",
  0x200c: "zero width non-joiner",
  0x200d: "zero width joiner",
  0x200e: "left-to-right mark",
  0x200f: "right-to-left mark",
  0x2028: "line separator",
  0x2029: "paragraph separator",
  0x202a: "left-to-right embedding",
  0x202b: "right-to-left embedding",
  0x202c: "pop directional formatting",
  0x202d: "left-to-right override",
  0x202e: "right-to-left override",
  0x2060: "word joiner",
  0x2066: "left-to-right isolate",
  0x2067: "right-to-left isolate",
  0x2068: "first strong isolate",
  0x2069: "pop directional isolate",
  0x3164: "Hangul filler",
  0xfeff: "byte order mark",
  0xffa0: "Hangul filler",
};

/** Controls other than tab and line ends, format characters, fillers, separators, lone surrogates, tags and private use. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u034f\u115f\u1160\u2028\u2029\u3164\uffa0\u{e0000}-\u{e0fff}]/gu;
const VISIBLE = new Set(["\t", "\n", "\r"]);
/** A joiner between pictographs or letters of scripts that need it is ordinary text. */
const JOINERS = new Set(["\u200c", "\u200d"]);
const JOINED =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}]$/u;

/** Divides untrusted text so that nothing in it can hide or reorder anything. Linear in its length. */
export function markCharacters(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let start = 0;
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    if (VISIBLE.has(character)) continue;
    if (JOINERS.has(character) && JOINED.test(text.slice(Math.max(0, index - 2), index))) continue;
    if (index > start) parts.push({ kind: "text", text: text.slice(start, index) });
    push(parts, mark(character));
    start = index + character.length;
  }
  if (start < text.length) parts.push({ kind: "text", text: text.slice(start) });
  return parts;
}

/** A character that is repeated is one part: a text may consist of a hundred thousand of them. */
function push(parts: TextPart[], next: Mark): void {
  const last = parts.at(-1);
  if (last?.kind !== "mark" || last.code !== next.code) parts.push(next);
  else parts[parts.length - 1] = { ...last, count: last.count + 1 };
}

function mark(character: string): Mark {
  const point = character.codePointAt(0) ?? 0;
  const code = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  return { kind: "mark", code, name: NAMES[point] ?? "invisible character", count: 1 };
}
