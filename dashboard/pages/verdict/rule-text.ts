const MAX_LINES = 40;
const FRONT_MATTER = /^---\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/;
/** What may precede a code in the line that defines it: bullets, numbers, headings, table bars, emphasis, brackets. */
const BEFORE = /^[\s>#*+|([_`-]*(?:\d+[.)]\s*)?[\s*_`([]*/;
const CODE = /^[A-Z]{1,5}\d+(?:\.\w+)*/;
const BULLET = /^\s*[-*+]\s+/;
const HEADING = /^\s*(#{1,6})\s/;

/**
 * The part of a policy that defines a code: its line and those that belong to it, or the section that it heads. Null if no line
 * begins with the code. It is for people to read: the model gets the whole text.
 */
export function ruleText(document: string, code: string): string | null {
  const lines = document.replace(FRONT_MATTER, "").split(/\r?\n/);
  const start = lines.findIndex((line) => defines(line, code));
  const first = lines[start];
  if (first === undefined) return null;
  const level = HEADING.exec(first)?.[1]?.length ?? null;
  const rest = lines.slice(start + 1, start + MAX_LINES);
  const end = rest.findIndex((line) => (level === null ? endsLine(line) : endsSection(line, level)));
  return [first, ...(end < 0 ? rest : rest.slice(0, end))]
    .join("\n")
    .replace(BULLET, "")
    .replace(HEADING, "")
    .trim();
}

function defines(line: string, code: string): boolean {
  const text = isHeading(line) && line.includes(`(${code})`) ? code : line.replace(BEFORE, "");
  return text.startsWith(code) && !/^[\w]|^\.\w/.test(text.slice(code.length));
}

const isHeading = (line: string): boolean => HEADING.test(line);

function endsLine(line: string): boolean {
  return line.trim() === "" || isHeading(line) || CODE.test(line.replace(BEFORE, ""));
}

function endsSection(line: string, level: number): boolean {
  const heading = HEADING.exec(line)?.[1];
  return heading !== undefined && heading.length <= level;
}
