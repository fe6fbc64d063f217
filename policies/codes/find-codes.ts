import type { Category } from "../../schemas/policy.ts";
import { saysAllowed, saysViolating } from "./allowed-sense.ts";
import { definitionsInLine } from "./code-position.ts";
import type { Definition } from "./definition.ts";
import { definitionsInRow } from "./row-position.ts";
import { isCodeName } from "./code-names.ts";
import { type PolicyLine, policyLines } from "./policy-lines.ts";
import { categoryOf, hasNumberZero, lettersOf, looksLikeCode } from "./read-code.ts";
import { readLines, type ReadText } from "./read-lines.ts";
import { severityLetters } from "./severity-sense.ts";
import { Steps } from "./steps.ts";
import { titleFrom } from "./title.ts";

/** What a policy's text seems to define, each in the order of its first definition. */
export interface FoundCodes {
  readonly categories: readonly Category[];
  readonly rules: readonly string[];
  /** Every code that stands in a defining position itself, category or rule. */
  readonly defined: readonly string[];
  /** What was read over or is in doubt, by line of the text. */
  readonly doubts: CodeDoubts;
}

export interface CodeDoubts extends Omit<ReadText, "lines"> {
  /** Where a code seems to stand in a form that is not read. */
  readonly unread: readonly number[];
  /** Where codes stand that look like severities or priorities. */
  readonly severities: readonly number[];
  /** Where a code is defined as allowed that is defined otherwise elsewhere. */
  readonly contradictions: readonly number[];
  /** More codes than a policy may have; the rest is left out. */
  readonly tooMany: boolean;
}

/** The bounds that schemas/policy.ts sets for declared codes hold for found ones too. */
const MAX_CATEGORIES = 200;
const MAX_RULES = 1000;
const MAX_CAPTION_CHARACTERS = 80;

/**
 * Guesses the categories and rules of a policy that declares none, by the pattern of their codes. What is found
 * is offered to the model and never enforced.
 *
 * A code counts once it stands in a defining position: at the start of a heading, list item, table row or
 * line, or in parentheses in a heading. Mentions elsewhere define nothing. The category of a dotted code is the
 * part before its first dot. An undotted code is a category; R1, R2 … without dotted parts or an R0, and codes
 * introduced by "Rule", are rules. A category is suggested to be allowed content (violation 0) if its number is
 * 0 or its own title says so as a whole. Headings around it decide nothing.
 */
export function findCodes(text: string, steps = new Steps()): FoundCodes {
  const { lines, ...read } = readLines(text, steps);
  const { definitions: all, unread } = definitionsIn(policyLines(lines, steps), steps);
  const severities = severityLetters(all.filter(({ letters }) => !letters));
  const definitions = accepted(all.filter(({ code }) => !severities.has(lettersOf(code))));
  const bareRules = hasBareRules(definitions);
  const categories = new Map<string, Definition[]>();
  const rules = new Set<string>();
  for (const definition of definitions) {
    const { code } = definition;
    const isDotted = code.includes(".");
    const isRule = isDotted || definition.rule || (bareRules && lettersOf(code) === "R");
    if (isRule) rules.add(code);
    if (isRule && !isDotted) continue;
    const category = categoryOf(code);
    const known = categories.get(category) ?? [];
    // A dotted code tells of its category only the heading that both stand under.
    known.push(isDotted ? { ...definition, code: category, title: null, whole: "" } : definition);
    categories.set(category, known);
  }
  const defined = new Set(definitions.map(({ code }) => code));
  return {
    categories: categoriesOf([...categories.values()]).slice(0, MAX_CATEGORIES),
    rules: [...rules].slice(0, MAX_RULES),
    defined: [...defined].slice(0, MAX_RULES),
    doubts: {
      ...read,
      unread: categories.size === 0 ? [...unread, ...letterLines(all)] : unread,
      severities: all.filter(({ code }) => severities.has(lettersOf(code))).map(({ line }) => line.number),
      contradictions: contradictionsIn([...categories.values()]),
      tooMany: categories.size > MAX_CATEGORIES || rules.size > MAX_RULES,
    },
  };
}

function definitionsIn(
  lines: readonly PolicyLine[],
  steps: Steps,
): { readonly definitions: Definition[]; readonly unread: number[] } {
  const definitions: Definition[] = [];
  const unread: number[] = [];
  let section: string | null = null;
  let block = 0;
  for (const line of lines) {
    const found = line.kind === "row" ? definitionsInRow(line, steps) : definitionsInLine(line, steps);
    for (const each of found) definitions.push({ ...each, kind: line.kind, line, section, block });
    if (found.length === 0 && looksLikeCode(line.text, steps)) unread.push(line.number);
    const defines = found.some(({ letters }) => !letters);
    if (line.kind === "heading" || (!defines && isCaption(line))) {
      section = defines ? null : titleFrom(line.text);
      if (line.kind !== "heading" || !defines) block += 1;
    }
  }
  return { definitions, unread };
}

/** Where capitals stand like codes in a policy that has no other: `H: hate`, `V: violence`. One alone is a word. */
function letterLines(definitions: readonly Definition[]): number[] {
  const lines = definitions.filter(({ letters }) => letters).map(({ line }) => line.number);
  return lines.length > 1 ? lines : [];
}

/** A line that stands above others: it ends with a colon, or is bold as a whole. */
function isCaption({ kind, text }: PolicyLine): boolean {
  if (kind !== "text" || text.length > MAX_CAPTION_CHARACTERS) return false;
  const bold = text.length > 4 && (text.startsWith("**") || text.startsWith("__")) && /[*_:]$/.test(text);
  return bold || text.endsWith(":");
}

/** Drops weak definitions without relatives, names that only look like codes, questions with answers, and lone letters. */
function accepted(definitions: readonly Definition[]): Definition[] {
  const relatives = new Map<string, Set<string>>();
  const dotted = new Set<string>();
  let questions = false;
  for (const { code, letters } of definitions) {
    if (letters) continue;
    const family = lettersOf(code);
    relatives.set(family, (relatives.get(family) ?? new Set()).add(code));
    if (code.includes(".")) dotted.add(categoryOf(code));
    else if (family === "Q") questions = true;
  }
  const numbered = definitions.filter(({ code, strong, letters }) => {
    if (letters) return false;
    if (code.includes(".") || dotted.has(code)) return true;
    if (isCodeName(code) || (questions && lettersOf(code) === "A")) return false;
    return strong || (relatives.get(lettersOf(code))?.size ?? 0) > 1;
  });
  const beside = new Set(numbered.map(placeOf));
  const kept = new Set(numbered);
  return definitions.filter((each) => kept.has(each) || (each.letters && beside.has(placeOf(each))));
}

/** Where a code without a number has company: the same list or table, or any heading. */
function placeOf({ kind, block }: Definition): string {
  return kind === "heading" ? kind : `${kind} ${block}`;
}

/** R1, R2 … name rules, unless R stands for a category: then there is an R0 or a dotted R2.a. */
function hasBareRules(definitions: readonly Definition[]): boolean {
  return definitions.every(({ code }) => lettersOf(code) !== "R" || !(code.includes(".") || code === "R0"));
}

function categoriesOf(groups: readonly (readonly Definition[])[]): Category[] {
  const titles = groups.map((group) => titled(group)?.title ?? null);
  const uses = new Map<string | null, number>();
  groups.forEach((group, index) => {
    const section = group[0]?.section ?? null;
    if (titles[index] === null) uses.set(section, (uses.get(section) ?? 0) + 1);
  });
  return groups.map((group, index) => {
    const code = group[0]?.code ?? "";
    const section = group[0]?.section ?? null;
    const title = titles[index] ?? (uses.get(section) === 1 ? section : null);
    return { code, ...(title === null ? {} : { title }), violation: isAllowed(group) ? 0 : 1 };
  });
}

/** The definition whose title is shown: the first clear one. */
function titled(group: readonly Definition[]): Definition | undefined {
  return (
    group.find(({ title, strong }) => strong && title !== null) ?? group.find(({ title }) => title !== null)
  );
}

/** All that is said of a code has to say so: where one place says otherwise, it is violating. */
function isAllowed(group: readonly Definition[]): boolean {
  const said = group.filter(({ whole }) => whole !== "");
  if (said.some(({ whole }) => saysViolating(whole))) return false;
  if (hasNumberZero(group[0]?.code ?? "")) return true;
  return said.length > 0 && said.every(({ whole }) => saysAllowed(whole));
}

function contradictionsIn(groups: readonly (readonly Definition[])[]): number[] {
  return groups
    .filter((group) => !isAllowed(group))
    .flatMap((group) => group.filter(({ whole }) => saysAllowed(whole)).map(({ line }) => line.number));
}
