import { plainText } from "../../schemas/plain-text.ts";

export { plainText };

/** Plain text on one line, cut to `width` characters. */
export function oneLine(text: string, width: number): string {
  const line = plainText(text.replace(/\s+/g, " ").trim());
  const characters = [...line];
  return characters.length > width ? `${characters.slice(0, width - 1).join("")}…` : line;
}
