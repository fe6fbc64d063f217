import { Lexer } from "yaml";

/** Columns of indentation; a column holds at most two levels of block nesting. */
const MAX_INDENT = 100;
/** Block indicators in a row, each one level inside the other. */
const MAX_RUN = 32;
/** Levels of [ and {. */
const MAX_FLOW_DEPTH = 64;

const INDENT = new RegExp(String.raw`^[ \t]{${MAX_INDENT + 1}}`, "m");
const RUN = new RegExp(String.raw`(?<!\S)(?:[-?:][ \t]+){${MAX_RUN + 1}}`);

const SCALAR_FOLLOWS = "\u001f";

/**
 * Whether YAML nests more deeply than any sensible document. It is asked before parsing: yaml's parser
 * recurses, and near the end of the stack V8 can die while compiling a regular expression
 * ("RegExpCompiler Allocation failed"), which no catch can stop.
 */
export function nestsTooDeeply(yaml: string): boolean {
  return INDENT.test(yaml) || RUN.test(yaml) || flowDepth(yaml) > MAX_FLOW_DEPTH;
}

function flowDepth(yaml: string): number {
  let depth = 0;
  let deepest = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(yaml)) {
    if (scalar) scalar = false;
    else if (lexeme === SCALAR_FOLLOWS) scalar = true;
    else if (lexeme === "[" || lexeme === "{") deepest = Math.max(deepest, ++depth);
    else if (lexeme === "]" || lexeme === "}") depth = Math.max(0, depth - 1);
  }
  return deepest;
}
