import { lettersOf } from "./read-code.ts";

/** Well-known names of the same shape. They are codes only if the text gives them dotted parts. */
const NAMES = new Set(
  "CO2 CSS3 ES6 F1 G7 G8 G20 HTML5 IPV4 IPV6 MD5 MI5 MI6 MP3 MP4 PS2 PS3 PS4 PS5 H2O B2B B2C".split(" "),
);
const FAMILIES = new Set(["COVID", "GPT", "SHA", "USB", "UTF", "ISO", "Q"]);

export function isCodeName(code: string): boolean {
  return NAMES.has(code) || FAMILIES.has(lettersOf(code));
}
