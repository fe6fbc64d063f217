// The text of a file that is written for people: comments and strings of code, all text of a page. The result has the
// length of the source: what is not prose is a NUL, so that offsets and lines stay, and no phrase is found across code.
// Marks between lines of prose (`*`, `//`, `#`) are spaces, so that a phrase is found across lines.

const NOT_PROSE = "\0";

/** @param {string} name decides by its ending */
export function proseOf(name, source) {
  if (name.endsWith(".tsx")) return withElementText(ofCode(source, SCRIPT), source);
  if (/\.(ts|mts|js|mjs)$/.test(name)) return ofCode(source, SCRIPT);
  if (name.endsWith(".wgsl")) return ofCode(source, SHADER);
  if (name.endsWith(".py")) return ofCode(source, PYTHON);
  if (name.endsWith(".md")) return ofPage(source);
  return unmark(source);
}

const SCRIPT = {
  token:
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|`|[{}]|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*\/[a-z]*/g,
  isComment: (text) => /^\/[/*]/.test(text),
};
const SHADER = { ...SCRIPT, token: /\/\/[^\n]*|\/\*[\s\S]*?\*\//g };
const PYTHON = {
  token: /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g,
  isComment: (text) => /^(#|""")/.test(text),
};

/** Comments and strings. Template strings are followed through their expressions. */
function ofCode(source, { token, isComment }) {
  const out = [];
  let at = 0;
  /** Of each open template expression: how many braces are open in it. */
  const templates = [];
  const skip = (end) => {
    out.push(
      source
        .slice(at, end)
        .replace(/[^\s"'`+]/g, NOT_PROSE)
        .replace(/["'`+]/g, " "),
    );
    at = end;
  };
  const keep = (end) => {
    const text = source.slice(at, end);
    out.push(isComment(text) ? withoutInlineCode(unmark(text)) : text.replace(/["'`\\]/g, " "));
    at = end;
  };
  /** From inside a template: prose until its end or its next expression. */
  const template = () => {
    const end = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
    end.lastIndex = at;
    end.exec(source);
    keep(end.lastIndex);
    if (source.startsWith("${", at)) {
      out.push(NOT_PROSE, NOT_PROSE);
      at += 2;
      templates.push(0);
    } else {
      out.push(" ");
      at += 1;
    }
  };
  const pattern = new RegExp(token.source, "g");
  while (at < source.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) break;
    const text = found[0];
    if (text.startsWith("/") && !isComment(text) && !startsRegExp(source, found.index)) {
      skip(found.index + 1);
      continue;
    }
    skip(found.index);
    if (text === "`") {
      out.push(" ");
      at += 1;
      template();
    } else if (text === "{" || text === "}") {
      if (text === "}" && templates.at(-1) === 0) {
        templates.pop();
        out.push(NOT_PROSE);
        at += 1;
        template();
      } else {
        if (templates.length > 0) templates[templates.length - 1] += text === "{" ? 1 : -1;
        skip(at + 1);
      }
    } else if (text.startsWith("/") && !isComment(text)) {
      skip(at + text.length);
    } else {
      keep(at + text.length);
    }
  }
  skip(source.length);
  return out.join("").slice(0, source.length);
}

/** Adds the text of JSX elements: words between tags or expressions, without signs of code. */
function withElementText(prose, source) {
  let result = prose;
  for (const { 1: text, index } of source.matchAll(
    /(?<=[>}])([^<>{}()=;]*[a-z] +[a-z][^<>{}()=;]*)(?=[<{])/gi,
  )) {
    result = result.slice(0, index) + text + result.slice(index + text.length);
  }
  return result;
}

/** Whether a slash there can begin a regular expression, by what comes before it. */
function startsRegExp(source, at) {
  const before = source.slice(Math.max(0, at - 40), at).trimEnd();
  return before === "" || /(?:[(,=:[!&|?{};+>]|\b(?:return|typeof|case|of|in))$/.test(before);
}

/** A page without its marks; text in backticks is a name. */
function ofPage(source) {
  return withoutInlineCode(unmark(source));
}

function withoutInlineCode(text) {
  return text.replace(/`[^`\n]+`/g, (code) => code.replace(/\S/g, NOT_PROSE));
}

/** Spaces for what a line of a comment, a quote or a list begins with. An empty line ends a sentence. */
function unmark(text) {
  return text
    .replace(/^[ \t]*(?:\/\*\*?|\*\/|\*(?!\*)|\/\/|#+|>|-(?= ))/gm, (mark) => " ".repeat(mark.length))
    .replace(/\*\/$/, "  ");
}
