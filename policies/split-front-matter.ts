import { policyFrontMatterSchema } from "../schemas/policy.ts";
import { PolicyError } from "./errors.ts";

export interface SplitDocument {
  /** The YAML between the fences, or null if the document is plain markdown. */
  readonly yaml: string | null;
  /** Everything after the closing fence, or the whole document. */
  readonly instructions: string;
  /** Lines of the document before the instructions. */
  readonly linesBefore: number;
}

const FIELDS: ReadonlySet<string> = new Set(Object.keys(policyFrontMatterSchema.properties));
/** Maximum number of lines that are searched for malformed front matter. */
const MAX_LINES_LOOKED_AT = 60;

/**
 * Separates front matter from instructions. Front matter is opened by a first line `---` and closed by the next line
 * `---`. A first `---` is a thematic break of markdown if a blank line follows it (Pandoc's rule,
 * https://pandoc.org/MANUAL.html#extension-yaml_metadata_block), or if it is not closed and the line after it is not a
 * field.
 *
 * Throws PolicyError front_matter_invalid if front matter that starts with a field is not closed.
 */
export function splitFrontMatter(text: string): SplitDocument {
  const plain = { yaml: null, instructions: text, linesBefore: 0 };
  const first = lineAt(text, 0);
  if (!isFence(first.text) || first.next === text.length) return plain;
  const second = lineAt(text, first.next);
  if (second.text.trim() === "") return plain;
  let count = 1;
  for (let at = first.next; at < text.length;) {
    const line = lineAt(text, at);
    count += 1;
    if (isFence(line.text)) {
      return {
        yaml: text.slice(first.next, at),
        instructions: text.slice(line.next),
        linesBefore: count,
      };
    }
    at = line.next;
  }
  if (fieldOf(second.text) === null) return plain;
  throw new PolicyError("front_matter_invalid", "The front matter of the policy document is not closed", [
    { pointer: "", message: "opens here and is never closed: put a line --- after it", line: 1 },
  ]);
}

interface Line {
  readonly text: string;
  readonly next: number;
}

/** The line that starts at `start`; it ends with LF, CRLF or CR. */
function lineAt(text: string, start: number): Line {
  let end = start;
  while (end < text.length && text.charAt(end) !== "\n" && text.charAt(end) !== "\r") end += 1;
  const isPair = text.charAt(end) === "\r" && text.charAt(end + 1) === "\n";
  return { text: text.slice(start, end), next: Math.min(text.length, end + (isPair ? 2 : 1)) };
}

function isFence(line: string): boolean {
  return line.startsWith("---") && line.slice(3).trim() === "";
}

/** The field of front matter that the line gives, or null. */
function fieldOf(line: string): string | null {
  const name = line.slice(0, Math.max(0, line.indexOf(":")));
  return FIELDS.has(name) ? name : null;
}

/**
 * The first line of a text that begins like front matter but is not: two fields, or one after a line of dashes or a
 * code fence, before anything else. Null if there is none.
 */
export function frontMatterLookalike(text: string): number | null {
  let found: number | null = null;
  let opened = false;
  let at = 0;
  for (let number = 1; number <= MAX_LINES_LOOKED_AT && at < text.length; number += 1) {
    const line = lineAt(text, at);
    const content = line.text.trim();
    if (fieldOf(content) !== null && !line.text.startsWith(" ")) {
      if (found !== null || opened) return found ?? number;
      found = number;
    } else if (found === null && isOpening(content)) {
      opened = true;
    } else if (found === null && content !== "") {
      return null;
    }
    at = line.next;
  }
  return null;
}

function isOpening(content: string): boolean {
  if (content.startsWith("```") || content.startsWith("~~~")) return true;
  return content !== "" && [...content].every((character) => "-–—_=".includes(character));
}
