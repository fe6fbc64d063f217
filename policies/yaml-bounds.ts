import { Lexer } from "yaml";

/** Columns of indentation; a column holds at most two levels of block nesting. */
const MAX_INDENT = 100;
/** Consecutive block indicators; each opens a level. */
const MAX_RUN = 32;
/** Levels of [ and {. */
const MAX_FLOW_DEPTH = 64;
/** Tokens of YAML: several times the number that the largest valid front matter needs. */
const MAX_TOKENS = 20_000;

const SCALAR_FOLLOWS = "\u001f";

/**
 * What makes YAML larger or deeper than any sensible document, or null. It runs before parsing, in one
 * pass: yaml's parser takes quadratic time for some inputs and recurses, and near the end of the stack V8
 * can crash while compiling a regular expression ("RegExpCompiler Allocation failed"), which no catch can stop.
 */
export function yamlFault(yaml: string): string | null {
  if (indentsTooFar(yaml)) return "is nested too deeply";
  let tokens = 0;
  let depth = 0;
  let run = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(yaml)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return `has more than ${MAX_TOKENS} YAML tokens`;
    if (scalar) {
      scalar = false;
      run = 0;
      continue;
    }
    if (lexeme === SCALAR_FOLLOWS) scalar = true;
    else if (lexeme === "-" || lexeme === "?" || lexeme === ":") run += 1;
    else if (lexeme === "[" || lexeme === "{") depth += 1;
    else if (lexeme === "]" || lexeme === "}") depth = Math.max(0, depth - 1);
    else if (lexeme.trim() !== "") run = 0;
    if (lexeme.includes("\n")) run = 0;
    if (run > MAX_RUN || depth > MAX_FLOW_DEPTH) return "is nested too deeply";
  }
  return null;
}

function indentsTooFar(yaml: string): boolean {
  let indent = 0;
  let counting = true;
  for (let at = 0; at < yaml.length; at += 1) {
    const character = yaml.charAt(at);
    if (character === "\n" || character === "\r") {
      indent = 0;
      counting = true;
    } else if (counting && (character === " " || character === "\t")) {
      indent += 1;
      if (indent > MAX_INDENT) return true;
    } else {
      counting = false;
    }
  }
  return false;
}
