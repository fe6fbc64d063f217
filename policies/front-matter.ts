import { isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLMap } from "yaml";
import { pointerTo, tokensOf } from "../schemas/json-pointer.ts";
import { policyFrontMatterSchema, type PolicyFrontMatter } from "../schemas/policy.ts";
import { compileValidator } from "../schemas/validate.ts";
import { PolicyError, type PolicyFault } from "./errors.ts";
import { yamlFault } from "./yaml-bounds.ts";

const validate = compileValidator<PolicyFrontMatter>(policyFrontMatterSchema);

/** The front matter's first line is the document's second. */
export const LINES_BEFORE_YAML = 1;

const MAX_FRONT_MATTER_CHARACTERS = 64 * 1024;

const MAX_FAULTS = 20;

/**
 * Reads front matter: YAML 1.2 core schema, unique string keys, no custom tags, no aliases, and
 * no unknown properties. Throws PolicyError front_matter_invalid.
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
        message:
          "must be a YAML mapping, in which each key is followed by a colon and a space; if the first --- is a thematic break, put a blank line after it",
        line: LINES_BEFORE_YAML,
      },
    ]);
  }
  const validation = validate(value);
  const faults = validation.ok
    ? [
        ...textFaults(value, ""),
        ...codeFaults(validation.value),
        ...reviewFaults(validation.value),
        ...targetFaults(validation.value),
      ]
    : validation.faults.map(({ pointer, message }) => ({ pointer, message }));
  if (!validation.ok || faults.length > 0) {
    throw invalid(faults.map((fault) => withLine(fault, document, lines)));
  }
  return validation.value;
}

/** Adds the line of the node that a fault points to, or of the nearest node around it. */
function withLine(fault: PolicyFault, document: Document, lines: LineCounter): PolicyFault {
  const path = tokensOf(fault.pointer);
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      return { ...fault, line: lines.linePos(node.range[0]).line + LINES_BEFORE_YAML };
    }
  }
  return fault;
}

/** In YAML a CR alone also ends a line, which the library does not support. Throws PolicyError. */
export function parseYaml(source: string, lines: LineCounter): Document {
  const yaml = source.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  if (yaml.length > MAX_FRONT_MATTER_CHARACTERS) {
    throw invalid([{ pointer: "", message: `is longer than ${MAX_FRONT_MATTER_CHARACTERS} characters` }]);
  }
  const fault = yamlFault(yaml);
  if (fault !== null) throw invalid([{ pointer: "", message: fault }]);
  const document = parseDocument(yaml, {
    version: "1.2",
    schema: "core",
    // The library compares every pair of keys; the check below takes one pass.
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line + LINES_BEFORE_YAML;
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
    Map(_key, map) {
      const offset = repeatedKey(map);
      if (offset !== null) {
        throw invalid([{ pointer: "", message: "a key appears twice", line: lineOf(offset) }]);
      }
    },
  });
  return document;
}

/** The offset of the first repeated key, or null. */
function repeatedKey(map: YAMLMap): number | null {
  const keys = new Set<unknown>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    if (keys.has(key.value)) return key.range?.[0] ?? 0;
    keys.add(key.value);
  }
  return null;
}

/** The library's messages quote the source, so each code has a message of its own. */
const YAML_MESSAGES: Record<string, string> = {
  BAD_ALIAS: "a value that begins with & or * must be in quotes",
  BAD_COLLECTION_TYPE: "YAML tags are not supported",
  BAD_DQ_ESCAPE: "a backslash in double quotes must be written twice",
  BAD_INDENT: "is not indented consistently, or a bracket is not closed",
  BAD_SCALAR_START: "a value that begins with @, ` or % must be in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a value that contains a colon must be in quotes",
  BLOCK_IN_FLOW: "a value inside { } or [ ] that contains a colon must be in quotes",
  MISSING_CHAR: "a closing quote, bracket or separator is missing",
  MULTILINE_IMPLICIT_KEY:
    "a key must be followed by a colon and a space, and a value that spans several lines must be in quotes",
  MULTIPLE_DOCS: "contains more than one YAML document",
  NON_STRING_KEY: "every key must be a string",
  TAB_AS_INDENT: "YAML is indented with spaces, not with tabs",
  TAG_RESOLVE_FAILED: "a value that begins with ! must be in quotes; YAML tags are not supported",
  UNEXPECTED_TOKEN: "something follows the end of a value; put the whole value in quotes",
};

/** What a quoted YAML string can contain but text columns and prompts cannot. */
const UNSTORABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

function textFaults(value: unknown, pointer: string): PolicyFault[] {
  if (typeof value === "string") {
    return UNSTORABLE.test(value)
      ? [{ pointer, message: "contains a control character or a lone surrogate" }]
      : [];
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    return [{ pointer, message: "must be a finite number" }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(UNSTORABLE.test(key) ? [{ pointer, message: "contains a key with a control character" }] : []),
    ...textFaults(child, pointerTo(pointer, key)),
  ]);
}

function codeFaults({ categories = [], rules = [] }: PolicyFrontMatter): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const seen = new Set<string>();
  categories.forEach(({ code }, index) => {
    const pointer = `/categories/${index}/code`;
    if (seen.has(code)) faults.push({ pointer, message: "is already the code of an earlier category" });
    seen.add(code);
    if (!isTrimmed(code)) faults.push({ pointer, message: "must not begin or end with white space" });
  });
  rules.forEach((code, index) => {
    if (!isTrimmed(code)) {
      faults.push({ pointer: `/rules/${index}`, message: "must not begin or end with white space" });
    }
  });
  return faults;
}

function reviewFaults({ review }: PolicyFrontMatter): PolicyFault[] {
  const [from = 0, to = 1] = review?.score_between ?? [];
  if (from <= to) return [];
  return [{ pointer: "/review/score_between", message: "must begin with the smaller number" }];
}

/** A target for a category that is not declared would never be met, most likely because of a spelling mistake. */
function targetFaults({ categories, targets = {} }: PolicyFrontMatter): PolicyFault[] {
  if (categories === undefined) return [];
  const declared = new Set(categories.map(({ code }) => code));
  return Object.keys(targets.categories ?? {})
    .filter((code) => !declared.has(code))
    .map((code) => ({
      pointer: pointerTo("/targets/categories", code),
      message: "is not the code of a declared category",
    }));
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
