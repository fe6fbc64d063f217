import type { Category } from "../../schemas/policy.ts";
import type { FoundCodes } from "../codes/find-codes.ts";
import type { PolicyLine } from "../codes/policy-lines.ts";
import { categoryOf } from "../codes/read-code.ts";
import type { Steps } from "../codes/steps.ts";
import { wholeTitle } from "../codes/title.ts";
import { type Label, readLabel } from "./labels.ts";
import type { Section } from "./outline.ts";
import { isNamed } from "./section-names.ts";

/** A sample in the text, for the model to learn from. */
export interface Example {
  readonly number: number;
  /** Its own label; null if it has none. */
  readonly label: Label | null;
  /** The label as it is written, also in words that are not understood; empty if there is none. */
  readonly written: string;
  /** The category of the code or heading that it is listed under. */
  readonly listedUnder: string | null;
  /** Whether its heading says that it is a violation; null if unknown. */
  readonly listedAs: 0 | 1 | null;
}

const ARROWS = ["→", "->", "=>", "⇒", "➔", "➜"];
const QUOTES = '"“”„«‘';
const EXAMPLE_COLUMNS = new Set(["example", "examples", "sample", "content", "text", "input"]);
const LABEL_COLUMNS = new Set(
  "classification label labels verdict outcome decision output result expected category code codes".split(
    " ",
  ),
);

/**
 * The examples of a text: quotations with an arrow to their label, rows of a table with a column for the label,
 * criteria with a quoted sample, and the items under a heading or caption "Examples".
 */
export function readExamples(
  policy: readonly PolicyLine[],
  found: FoundCodes,
  outline: readonly Section[],
  steps: Steps,
): readonly Example[] {
  const defined = new Map(found.definitions.map(({ code, line }) => [line, code]));
  const examples: Example[] = [];
  let at = 0;
  let isCaptioned = false;
  for (const line of policy) {
    while ((outline[at + 1]?.line ?? Number.POSITIVE_INFINITY) <= line.number) {
      at += 1;
      isCaptioned = false;
    }
    const section = outline[at];
    if (line.kind === "text" && section?.line !== line.number) isCaptioned = isExamplesCaption(line.text);
    if (line.number === section?.line) continue;
    const code = defined.get(line);
    const listedUnder = code === undefined ? (section?.category ?? null) : categoryOf(code);
    const isListed = line.kind === "item" && (isCaptioned || isNamed(section?.title ?? "", "examples"));
    const example =
      line.kind === "row"
        ? ofRow(line, steps)
        : ofLine(line, { isListed, isCriterion: code !== undefined }, steps);
    if (example === null) continue;
    examples.push({ ...example, number: line.number, listedUnder, listedAs: section?.violation ?? null });
  }
  return examples;
}

type Labelled = Pick<Example, "label" | "written">;

function ofRow({ cells, columns }: PolicyLine, steps: Steps): Labelled | null {
  if (cells === columns) return null;
  const names = columns.map((column) => column.toLowerCase().replaceAll("*", ""));
  const content = names.findIndex((name) => EXAMPLE_COLUMNS.has(name));
  const labelled = names.findIndex((name, index) => index !== content && LABEL_COLUMNS.has(name));
  const written = cells[labelled] ?? "";
  if (content === -1 || labelled === -1 || (cells[content] ?? "") === "") return null;
  return { label: readLabel(written, steps), written };
}

interface Surroundings {
  /** An item under a heading or caption "Examples". */
  readonly isListed: boolean;
  /** The line defines a code. */
  readonly isCriterion: boolean;
}

/**
 * A quotation, or a listed item, with an arrow and a label after it; or a listed item; or a criterion with a quotation.
 */
function ofLine(
  { text }: PolicyLine,
  { isListed, isCriterion }: Surroundings,
  steps: Steps,
): Labelled | null {
  const hasQuote = [...text].some((character) => QUOTES.includes(character));
  const arrow = Math.max(...ARROWS.map((mark) => text.lastIndexOf(mark)));
  if (arrow > 0 && (isListed || QUOTES.includes(text.charAt(0)))) {
    const after = text.slice(arrow);
    const written = after.slice(after.startsWith("->") || after.startsWith("=>") ? 2 : 1).trim();
    const label = readLabel(written, steps);
    if (label !== null) return { label, written };
  }
  if (!isListed) return isCriterion && hasQuote ? { label: null, written: "" } : null;
  // `"a sample" – not flagged`: a label in the author's own words.
  const end = Math.max(...['"', "”", "»"].map((quote) => text.lastIndexOf(quote)));
  return { label: null, written: end > 0 ? wholeTitle(text.slice(end + 1)) : "" };
}

/** `Examples:`, on a line before a list. */
export function isExamplesCaption(text: string): boolean {
  return text.endsWith(":") && text.length <= 60 && isNamed(text, "examples");
}

/** Whether an example is a violation: by its label, else by the code or heading that it is listed under. */
export function outcomeOf(example: Example, categories: readonly Category[]): 0 | 1 | null {
  const { label, listedUnder, listedAs } = example;
  if (label?.outcome != null) return label.outcome;
  const code = label?.codes[0]?.code;
  const category = code === undefined ? listedUnder : categoryOf(code);
  const known = categories.find((candidate) => candidate.code === category);
  if (known !== undefined && (code !== undefined || listedAs === null)) return known.violation ?? 1;
  return code === undefined ? listedAs : null;
}
