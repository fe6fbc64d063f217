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
  /** Every code that is itself in a defining position, category or rule. */
  readonly defined: readonly string[];
  /** The definitions of these codes, in the order of the text. */
  readonly definitions: readonly Definition[];
  /** What was skipped or is doubtful, by line of the text. */
  readonly doubts: CodeDoubts;
}

export interface CodeDoubts extends Omit<ReadText, "lines"> {
  /** What seems to be a code in a form that is not recognised. */
  readonly unread: readonly number[];
  /** Codes that look like severities or priorities. */
  readonly severities: readonly number[];
  /** A code that is defined as allowed here and differently elsewhere. */
  readonly contradictions: readonly number[];
  /** There are more codes than a policy may have; the rest is omitted. */
  readonly tooMany: boolean;
}

/** The bounds that schemas/policy.ts sets for declared codes apply to inferred ones too. */
const MAX_CATEGORIES = 200;
const MAX_RULES = 1000;
const MAX_CAPTION_CHARACTERS = 80;

/**
 * Guesses the categories and rules of a policy that declares none, by the pattern of their codes. What is found
 * is offered to the model and never enforced.
 *
 * A code counts if it is in a defining position: at the start of a heading, list item, table row or
 * line, or in parentheses in a heading. Mentions elsewhere define nothing. The category of a dotted code is the
 * part before its first dot. An undotted code is a category; R1, R2 … without dotted parts or an R0, and codes
 * introduced by "Rule", are rules. A category is suggested to be allowed content (violation 0) if its number is
 * 0 or its own title says so as a whole. Headings around it do not count.
 */
export function findCodes(text: string, steps = new Steps()): FoundCodes {
  const read = readLines(text, steps);
  return findCodesIn(read, policyLines(read.lines, steps), steps);
}

/** The same for a text that has been read already. */
export function findCodesIn(
  { comments, openComment, openFence, unreadFrom }: ReadText,
  policy: readonly PolicyLine[],
  steps: Steps,
): FoundCodes {
  const { definitions: all, unread } = definitionsIn(policy, steps);
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
    // A dotted code adds nothing to its category except the heading above it.
    known.push(isDotted ? { ...definition, code: category, title: null, whole: "" } : definition);
    categories.set(category, known);
  }
  const defined = new Set(definitions.map(({ code }) => code));
  return {
    categories: categoriesOf([...categories.values()]).slice(0, MAX_CATEGORIES),
    rules: [...rules].slice(0, MAX_RULES),
    defined: [...defined].slice(0, MAX_RULES),
    definitions,
    doubts: {
      comments,
      openComment,
      openFence,
      unreadFrom,
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

/**
 * Capitals that look like codes, in a policy that has no others: `H: hate`, `V: violence`. A single one is a word, and
 * letters that are repeated introduce questions and answers.
 */
function letterLines(definitions: readonly Definition[]): number[] {
  const lines = new Map<string, number[]>();
  for (const { letters, code, line } of definitions) {
    if (!letters || code === "Q" || code === "A") continue;
    lines.set(code, [...(lines.get(code) ?? []), line.number].slice(0, 2));
  }
  const once = [...lines.values()].filter(({ length }) => length === 1).flat();
  return once.length > 1 ? once : [];
}

/** A line that introduces others: it ends with a colon, or is bold as a whole. */
function isCaption({ kind, text }: PolicyLine): boolean {
  if (kind !== "text" || text.length > MAX_CAPTION_CHARACTERS) return false;
  const bold = text.length > 4 && (text.startsWith("**") || text.startsWith("__")) && /[*_:]$/.test(text);
  return bold || text.endsWith(":");
}

/**
 * Drops weak definitions without relatives, names that only look like codes, questions with answers, and single
 * letters.
 */
function accepted(definitions: readonly Definition[]): Definition[] {
  const relatives = new Map<string, Set<string>>();
  const dotted = new Set<string>();
  const series = new Set<string>();
  let questions = false;
  for (const { code, letters } of definitions) {
    if (letters) continue;
    const family = lettersOf(code);
    relatives.set(family, (relatives.get(family) ?? new Set()).add(code));
    if (!isCodeName(code)) series.add(family);
    if (code.includes(".")) dotted.add(categoryOf(code));
    else if (family === "Q") questions = true;
  }
  const numbered = definitions.filter(({ code, strong, letters }) => {
    if (letters) return false;
    if (code.includes(".") || dotted.has(code)) return true;
    const family = lettersOf(code);
    // F1 is a sport, but not in a series with F2 and F3.
    if ((isCodeName(code) && !series.has(family)) || (questions && family === "A")) return false;
    return strong || (relatives.get(family)?.size ?? 0) > 1;
  });
  const numberedLists = new Set(numbered.map(listOf));
  const kept = new Set(numbered);
  return definitions.filter((each) => kept.has(each) || (each.letters && numberedLists.has(listOf(each))));
}

/**
 * Identifies the list or table of a code; all headings together are one. A code of letters needs one with a number in
 * it.
 */
function listOf({ kind, block }: Definition): string {
  return kind === "heading" ? kind : `${kind} ${block}`;
}

/** R1, R2 … are rules, unless R is a category: then there is an R0 or a dotted R2.a. */
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

/** Every definition of the code must say so: if one says otherwise, the code is violating. */
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
