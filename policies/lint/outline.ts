import type { Category } from "../../schemas/policy.ts";
import { saysAllowed, saysViolating } from "../codes/allowed-sense.ts";
import { isLetter } from "../codes/characters.ts";
import type { FoundCodes } from "../codes/find-codes.ts";
import type { PolicyLine } from "../codes/policy-lines.ts";
import { categoryOf } from "../codes/read-code.ts";
import { titleFrom, wholeTitle } from "../codes/title.ts";
import type { DocumentLines } from "./document-lines.ts";

/** A part of the text under one heading, up to the next. */
export interface Section {
  /** Null for text before the first heading. */
  readonly title: string | null;
  /** The heading's line, and the section's last one. */
  readonly line: number;
  readonly last: number;
  readonly level: number;
  /** The category that the heading, or one above it, defines. */
  readonly category: string | null;
  /** Whether the content that it lists is a violation, by its category or its title; null if unknown. */
  readonly violation: 0 | 1 | null;
}

const MAX_TITLE_CHARACTERS = 120;
/** Levels of lines that are headings only by their appearance. */
const CAPITALS_LEVEL = 1;
const CODE_LEVEL = 2;
const BOLD_LEVEL = 7;

/**
 * The sections of a text. Headings are those of Markdown and HTML, bold lines, lines in capitals, and titles with a
 * code.
 */
export function readOutline(
  policy: readonly PolicyLine[],
  { found, categories }: { readonly found: FoundCodes; readonly categories: readonly Category[] },
  lines: DocumentLines,
): readonly Section[] {
  const violations = new Map(categories.map(({ code, violation = 1 }) => [code, violation]));
  const definitions = new Map(
    found.definitions.filter(({ code }) => !code.includes(".")).map(({ code, line }) => [line, code]),
  );
  const sections: Section[] = [];
  const open: Section[] = [];
  for (const line of policy) {
    const code = definitions.get(line);
    const level = levelOf(line, lines.text(line.number), code !== undefined);
    if (level === null) continue;
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1);
    const category = code === undefined ? (parent?.category ?? null) : categoryOf(code);
    const title = titleOf(line.text, code !== undefined);
    const said = saysAllowed(title) ? 0 : saysViolating(title) ? 1 : null;
    const known = category === null ? null : (violations.get(category) ?? null);
    const violation = (code === undefined ? (said ?? known) : known) ?? parent?.violation ?? null;
    const section = { title, line: line.number, last: lines.count, level, category, violation };
    open.push(section);
    sections.push(section);
  }
  const first = { title: null, line: 1, last: lines.count, level: 0, category: null, violation: null };
  const all = sections[0]?.line === 1 ? sections : [first, ...sections];
  return all.map((section, index) => ({
    ...section,
    last: Math.max(section.line, (all[index + 1]?.line ?? lines.count + 1) - 1),
  }));
}

function levelOf({ kind, text }: PolicyLine, raw: string, definesCategory: boolean): number | null {
  if (kind === "heading") {
    const start = raw.trimStart();
    let level = 0;
    while (start.charAt(level) === "#") level += 1;
    return Math.max(1, level);
  }
  if (kind !== "text" || text.length > MAX_TITLE_CHARACTERS) return null;
  if (text.startsWith("**") && endsBold(text)) return BOLD_LEVEL;
  if (definesCategory) return CODE_LEVEL;
  return isInCapitals(text) ? CAPITALS_LEVEL : null;
}

function endsBold(text: string): boolean {
  return text.length > 4 && (text.endsWith("**") || text.endsWith("**:"));
}

/** `DEFINITIONS`, `GOAL: Identify spam.`: the text, or what precedes its colon, has capitals only. */
function isInCapitals(text: string): boolean {
  const colon = text.indexOf(":");
  const head = colon === -1 ? text : text.slice(0, colon);
  const letters = [...head].filter(isLetter);
  return (
    letters.length >= 4 && !/\p{Nd}/u.test(head) && head === head.toUpperCase() && head !== head.toLowerCase()
  );
}

/** `SP0 – Not spam` as a whole, other titles up to the end of their first sentence. */
function titleOf(text: string, definesCategory: boolean): string {
  const title = (definesCategory ? null : titleFrom(text)) ?? wholeTitle(text);
  return title.slice(0, MAX_TITLE_CHARACTERS).trim();
}
