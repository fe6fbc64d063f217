import type { Category } from "../schemas/policy.ts";
import { codeLines, type CodeLine } from "./code-lines.ts";

/** What a policy's text defines, each in the order of its first definition. */
export interface FoundCodes {
  readonly categories: readonly Category[];
  readonly rules: readonly string[];
  /** Every code that stands in a defining position itself, category or rule. */
  readonly defined: readonly string[];
}

/** The bounds that schemas/policy.ts sets for declared codes hold for found ones too. */
const MAX_CATEGORIES = 200;
const MAX_RULES = 1000;
const MAX_TITLE_CHARACTERS = 120;
const MAX_HEADING_CHARACTERS = 160;

/** SP0, SP2.a, H3.f, D1, S2.b.iv: capitals, digits, then parts behind dots. */
const CODE = String.raw`[A-Z]{1,5}\d{1,3}(?:\.(?:[a-zA-Z]|\d{1,2}|[ivx]{2,4})){0,3}(?![\p{L}\p{N}_])(?![-.][\p{L}\p{N}])`;
/** Case-sensitive but for a capital first, since the codes around it are case-sensitive. */
const KEYWORD = String.raw`(?:(?<keyword>[Cc]ategory|[Cc]lass|[Cc]ode|[Cc]riterion|[Ll]abel|[Ll]evel|[Rr]ule|[Ss]ection|[Tt]ier)\s+)?`;
const MARKS = String.raw`[*_\x60[\](){}]*`;

const AT_START = new RegExp(
  String.raw`^(?<open>${MARKS})${KEYWORD}(?<code>${CODE})(?<close>${MARKS})(?<rest>.*)$`,
  "su",
);
const IN_PARENTHESES = new RegExp(String.raw`\(${KEYWORD}(?<code>${CODE})(?:\s*[–—:-]\s*[^()]*)?\)`, "u");
const WHOLE_CELL = new RegExp(String.raw`^${MARKS}(?<code>${CODE})${MARKS}$`, "u");

/** What parts a code from its title: a colon, a dash, an arrow, an equals sign. */
const SEPARATOR = /^\s*(?:[:：–—=→]|-{1,2}>?\s)\s*/u;

/** Well-known names of the same shape. They are codes only where the text gives them dotted parts. */
const NAMES =
  /^(?:COVID\d+|CO2|CSS3|ES6|F1|G7|G8|G20|GPT\d+|HTML5|IPV[46]|MD5|MI[56]|MP[34]|PS[2-5]|Q\d|SHA\d+|USB\d|UTF\d+)$/;

/** One place where the text defines a code. */
interface Definition {
  readonly code: string;
  readonly title: string | null;
  readonly allowed: boolean;
  readonly rule: boolean;
  /** Enough by itself; otherwise a relative of the same letters must be defined too. */
  readonly strong: boolean;
  readonly section: string | null;
}

/**
 * Finds the categories and rules of a policy that declares none, by the pattern of their codes.
 *
 * A code counts once it stands in a defining position: at the start of a heading, list item, table row or
 * line, or in parentheses in a heading. Mentions elsewhere define nothing, so running prose, paper sizes
 * and product names are left alone. The category of a dotted code is the part before its first dot. An
 * undotted code is a category; R1, R2 … without dotted parts or an R0, and codes introduced by "Rule",
 * are rules. A category is of allowed content (violation 0) if its number is 0 or its title or section
 * says so.
 */
export function findCodes(text: string): FoundCodes {
  const definitions = accepted(definitionsIn(text));
  const categories = new Map<string, Definition>();
  const rules = new Set<string>();
  const bareRules = hasBareRules(definitions);
  for (const definition of definitions) {
    const { code } = definition;
    const dot = code.indexOf(".");
    if (dot === -1 && (definition.rule || (bareRules && code.startsWith("R") && isOfLetters(code, "R")))) {
      rules.add(code);
      continue;
    }
    if (dot !== -1) rules.add(code);
    const category = dot === -1 ? code : code.slice(0, dot);
    const earlier = categories.get(category);
    const own = dot === -1 ? definition : { ...definition, code: category, title: null, allowed: false };
    if (!earlier) categories.set(category, own);
    else if (earlier.title === null && own.title !== null) categories.set(category, own);
  }
  return {
    categories: withSectionTitles([...categories.values()]).slice(0, MAX_CATEGORIES),
    rules: [...rules].slice(0, MAX_RULES),
    defined: [...new Set(definitions.map(({ code }) => code))].slice(0, MAX_RULES),
  };
}

function definitionsIn(text: string): Definition[] {
  const definitions: Definition[] = [];
  let section: string | null = null;
  for (const line of codeLines(text)) {
    const found: Definition[] = line.kind === "row" ? inRow(line, section) : inLine(line, section);
    definitions.push(...found);
    if (line.kind === "heading" || (found.length === 0 && /^[^.!?|]{1,80}:$/.test(line.text))) {
      section = found.length > 0 ? null : titleFrom(line.text.replace(/:$/, ""));
    }
  }
  return definitions;
}

function inLine(line: CodeLine, section: string | null): Definition[] {
  const match = AT_START.exec(line.text);
  if (match?.groups) {
    const { code = "", keyword, rest = "", open = "", close = "" } = match.groups;
    const separator = SEPARATOR.exec(rest);
    const marked = open !== "" && close !== "";
    const isolated = rest === "" ? line.kind !== "text" || line.afterBlank : /^[.)]\s/.test(rest);
    const dotted = code.includes(".");
    if (!dotted && line.kind !== "heading" && !separator && !marked && !isolated) return [];
    const title = titleFrom(separator ? rest.slice(separator[0].length) : rest.replace(/^[.)]\s/, ""));
    return [
      {
        code,
        title,
        allowed: saysAllowed(title),
        rule: /^rule$/i.test(keyword ?? ""),
        strong: dotted || marked || line.kind === "heading" || separator !== null,
        section,
      },
    ];
  }
  return isHeadingLike(line) ? inParentheses(line, section) : [];
}

function inParentheses(line: CodeLine, section: string | null): Definition[] {
  const match = IN_PARENTHESES.exec(line.text);
  const code = match?.groups?.["code"];
  if (!match || !code || (line.kind !== "heading" && match.index + match[0].length < line.text.length))
    return [];
  const outside = line.text.slice(0, match.index) + line.text.slice(match.index + match[0].length);
  const within = match[0].slice(1, -1);
  return [
    {
      code,
      title: titleFrom(outside),
      allowed: saysAllowed(titleFrom(outside)) || saysAllowed(within),
      rule: false,
      strong: code.includes(".") || line.kind === "heading",
      section,
    },
  ];
}

function inRow(line: CodeLine, section: string | null): Definition[] {
  const [first = "", ...others] = line.cells;
  const match = AT_START.exec(first);
  if (match?.groups) {
    const { code = "", rest = "" } = match.groups;
    const separator = SEPARATOR.exec(rest);
    if (rest.trim() === "" || separator || code.includes(".")) {
      const title =
        titleFrom(separator ? rest.slice(separator[0].length) : rest) ?? titleFrom(others[0] ?? "");
      const allowed = saysAllowed(title) || others.some((cell) => cell.length <= 40 && saysAllowed(cell));
      return [{ code, title, allowed, rule: false, strong: true, section }];
    }
  }
  return others.flatMap((cell) => {
    const code = WHOLE_CELL.exec(cell)?.groups?.["code"];
    return code?.includes(".")
      ? [{ code, title: null, allowed: false, rule: false, strong: true, section }]
      : [];
  });
}

/** A heading, or a short line of text that stands like one: a capital first, no sentence's end. */
function isHeadingLike(line: CodeLine): boolean {
  if (line.kind === "heading") return true;
  return (
    line.kind === "text" && line.text.length <= MAX_HEADING_CHARACTERS && /^[*_]*\p{Lu}/u.test(line.text)
  );
}

/** Drops weak definitions without relatives, names that only look like codes, and questions with answers. */
function accepted(definitions: readonly Definition[]): Definition[] {
  const relatives = new Map<string, Set<string>>();
  const dottedCategories = new Set<string>();
  let questions = false;
  for (const { code } of definitions) {
    const letters = lettersOf(code);
    relatives.set(letters, (relatives.get(letters) ?? new Set()).add(code));
    const dot = code.indexOf(".");
    if (dot !== -1) dottedCategories.add(code.slice(0, dot));
    else if (letters === "Q") questions = true;
  }
  return definitions.filter(({ code, strong }) => {
    if (code.includes(".") || dottedCategories.has(code)) return true;
    if (NAMES.test(code) || (questions && lettersOf(code) === "A")) return false;
    return strong || (relatives.get(lettersOf(code))?.size ?? 0) > 1;
  });
}

/** R1, R2 … name rules, unless R stands for a category: then there is an R0 or a dotted R2.a. */
function hasBareRules(definitions: readonly Definition[]): boolean {
  return definitions.every(({ code }) => !isOfLetters(code, "R") || !(code.includes(".") || code === "R0"));
}

function withSectionTitles(definitions: readonly Definition[]): Category[] {
  const uses = new Map<string | null, number>();
  for (const { title, section } of definitions) {
    if (title === null) uses.set(section, (uses.get(section) ?? 0) + 1);
  }
  return definitions.map(({ code, title, section, allowed }) => {
    const shown = title ?? (uses.get(section) === 1 ? section : null);
    const violation =
      Number(code.slice(lettersOf(code).length)) === 0 || allowed || saysAllowed(section) ? 0 : 1;
    return { code, ...(shown === null ? {} : { title: shown }), violation };
  });
}

function saysAllowed(title: string | null): boolean {
  if (title === null) return false;
  const positive = title
    .toLowerCase()
    .replace(
      /\b(?:not|never|n't|no longer|non)(?:\s|-)+(?:be )?(?:allowed|permitted|permissible|acceptable|safe|compliant|benign|harmless)\b/g,
      "",
    );
  return (
    /\b(?:allowed|permitted|permissible|acceptable|non-?violat(?:ing|ion|ive)|no violation|non-?spam)\b/.test(
      positive,
    ) ||
    /\bnot (?:an? )?(?:violat\w+|spam\b)/.test(positive) ||
    /^(?:safe|benign|harmless|compliant)\b(?!-)|\b(?:safe|benign|harmless|compliant)(?: content| use)?$/.test(
      positive,
    )
  );
}

/** A title as short as the text allows: up to a sentence's end or quoted sample, without markup. */
function titleFrom(text: string): string | null {
  const [head = ""] = text.replace(/[*_`#]/g, "").split(/[.;|“”"]|\s[–—→]\s/, 1);
  const title = head.replace(/^[\s\-–—:()]+|[\s\-–—:(]+$/gu, "");
  return title === "" ? null : Array.from(title).slice(0, MAX_TITLE_CHARACTERS).join("").trim();
}

function lettersOf(code: string): string {
  return /^[A-Z]*/.exec(code)?.[0] ?? "";
}

function isOfLetters(code: string, letters: string): boolean {
  return lettersOf(code) === letters;
}
