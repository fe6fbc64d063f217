import { isMap, isNode, isScalar, isSeq, LineCounter } from "yaml";
import type { FindingRange } from "../../schemas/policy-lint.ts";
import { LINES_BEFORE_YAML, parseYaml } from "../front-matter.ts";
import { splitFrontMatter } from "../split-front-matter.ts";

/** The positions of front matter fields in an accepted document. Parsed only if a finding concerns one of them. */
export class FrontMatterRanges {
  readonly #source: string;
  #parsed: { readonly document: ReturnType<typeof parseYaml>; readonly lines: LineCounter } | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  /** The range of the value at a path, or of its key. Null if there is neither. */
  at(path: readonly (string | number)[], part: "key" | "value"): FindingRange | null {
    const { document, lines } = (this.#parsed ??= this.#parse());
    const name = path.at(-1);
    const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === name)
      : undefined;
    const node = isSeq(parent) ? parent.get(Number(name), true) : pair?.[part];
    if (!isNode(node) || !node.range) return null;
    const [start, end] = [lines.linePos(node.range[0]), lines.linePos(node.range[1])];
    return {
      line: start.line + LINES_BEFORE_YAML,
      column: start.col,
      end_line: end.line + LINES_BEFORE_YAML,
      end_column: end.col,
    };
  }

  #parse() {
    const { yaml } = splitFrontMatter(this.#source.replace(/^\uFEFF/u, ""));
    const lines = new LineCounter();
    return { document: parseYaml(yaml ?? "", lines), lines };
  }
}
