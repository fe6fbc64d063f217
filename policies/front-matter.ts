import { isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import { policyFrontMatterSchema, type PolicyFrontMatter } from "../schemas/policy.ts";
import { compileValidator } from "../schemas/validate.ts";
import { PolicyError, type PolicyFault } from "./errors.ts";
import { nestsTooDeeply } from "./yaml-nesting.ts";

const validate = compileValidator<PolicyFrontMatter>(policyFrontMatterSchema);

const OPENING_FENCE = /^---[ \t]*\r?\n(?![ \t]*\r?\n)/;
const CLOSING_FENCE = /^---[ \t]*(?:\r?\n|$(?![^]))/m;

/** The front matter's first line is the document's second. */
const LINES_BEFORE = 1;

/** The YAML library takes quadratic time over some inputs: about a second at this length. */
const MAX_FRONT_MATTER_CHARACTERS = 64 * 1024;

const MAX_FAULTS = 20;

export interface SplitDocument {
  /** The YAML between the fences, or null where the document is plain markdown. */
  readonly yaml: string | null;
  /** All that follows the closing fence, or the whole document. */
  readonly instructions: string;
}

/**
 * Parts front matter from instructions. Front matter is opened by a first line `---` and closed by the next
 * line `---`. A first `---` that is followed by a blank line or never closed is a thematic break of
 * markdown (the blank-line rule is Pandoc's, https://pandoc.org/MANUAL.html#extension-yaml_metadata_block).
 */
export function splitFrontMatter(text: string): SplitDocument {
  const plain = { yaml: null, instructions: text };
  const opening = OPENING_FENCE.exec(text);
  if (!opening) return plain;
  const rest = text.slice(opening[0].length);
  const closing = CLOSING_FENCE.exec(rest);
  if (!closing) return plain;
  return { yaml: rest.slice(0, closing.index), instructions: rest.slice(closing.index + closing[0].length) };
}

/**
 * Reads front matter: YAML 1.2 core schema, unique string keys, no tags of its own, no aliases, and
 * nothing the schema does not know. Throws PolicyError front_matter_invalid.
 */
export function parseFrontMatter(yaml: string): PolicyFrontMatter {
  const lines = new LineCounter();
  const document = parseYaml(yaml, lines);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (value === null && yaml.trim() === "") return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid([
      {
        pointer: "",
        message: "must be a YAML mapping; if the first --- is a thematic break, put a blank line after it",
        line: LINES_BEFORE,
      },
    ]);
  }
  const validation = validate(value);
  const faults = validation.ok
    ? [...textFaults(value, ""), ...codeFaults(validation.value)]
    : validation.faults.map(({ pointer, message }) => ({ pointer, message }));
  if (!validation.ok || faults.length > 0) {
    throw invalid(faults.map((fault) => withLine(fault, document, lines)));
  }
  return validation.value;
}

/** Adds the line of the node that a fault points to, or of the nearest node around it. */
function withLine(fault: PolicyFault, document: Document, lines: LineCounter): PolicyFault {
  const path = fault.pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range)
      return { ...fault, line: lines.linePos(node.range[0]).line + LINES_BEFORE };
  }
  return fault;
}

function parseYaml(yaml: string, lines: LineCounter): Document {
  if (yaml.length > MAX_FRONT_MATTER_CHARACTERS) {
    throw invalid([{ pointer: "", message: `is longer than ${MAX_FRONT_MATTER_CHARACTERS} characters` }]);
  }
  if (nestsTooDeeply(yaml)) throw invalid([{ pointer: "", message: "is nested too deeply" }]);
  const document = parseDocument(yaml, {
    version: "1.2",
    schema: "core",
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line + LINES_BEFORE;
  const faults: PolicyFault[] = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    pointer: "",
    message: YAML_MESSAGES[code] ?? "is not valid YAML",
    line: lineOf(pos[0]),
  }));
  if (faults.length > 0) throw invalid(faults);
  visit(document, {
    Alias(_key, alias) {
      throw invalid([
        { pointer: "", message: "aliases are not allowed", line: lineOf(alias.range?.[0] ?? 0) },
      ]);
    },
  });
  return document;
}

/** The library's own messages quote the source, so each code is said in our words. */
const YAML_MESSAGES: Record<string, string> = {
  BAD_INDENT: "is not indented consistently",
  DUPLICATE_KEY: "a key is given twice",
  MISSING_CHAR: "a closing quote, bracket or separator is missing",
  MULTIPLE_DOCS: "holds more than one YAML document",
  NON_STRING_KEY: "every key must be a string",
  TAB_AS_INDENT: "tabs cannot indent YAML",
  TAG_RESOLVE_FAILED: "a YAML tag is not known here",
  BAD_COLLECTION_TYPE: "a YAML tag is not known here",
};

/** What a quoted YAML string can spell but text columns and prompts cannot hold. */
const UNSTORABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

function textFaults(value: unknown, pointer: string): PolicyFault[] {
  if (typeof value === "string") {
    return UNSTORABLE.test(value)
      ? [{ pointer, message: "holds a control character or half a surrogate pair" }]
      : [];
  }
  if (typeof value === "number" && !Number.isFinite(value))
    return [{ pointer, message: "must be a finite number" }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(UNSTORABLE.test(key) ? [{ pointer, message: "holds a key with a control character" }] : []),
    ...textFaults(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  ]);
}

function codeFaults({ categories = [], rules = [] }: PolicyFrontMatter): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const seen = new Set<string>();
  categories.forEach(({ code }, index) => {
    const pointer = `/categories/${index}/code`;
    if (seen.has(code)) faults.push({ pointer, message: "is the code of an earlier category" });
    seen.add(code);
    if (!isTrimmed(code)) faults.push({ pointer, message: "must not begin or end with space" });
  });
  rules.forEach((code, index) => {
    if (!isTrimmed(code))
      faults.push({ pointer: `/rules/${index}`, message: "must not begin or end with space" });
  });
  return faults;
}

function isTrimmed(code: string): boolean {
  return code === code.trim();
}

function invalid(faults: readonly PolicyFault[]): PolicyError {
  return new PolicyError(
    "front_matter_invalid",
    "The front matter of the policy document is not valid",
    faults.slice(0, MAX_FAULTS),
  );
}
