import { plainText } from "../../schemas/plain-text.ts";
import type { ReportItem } from "../../schemas/report-item.ts";
import type { Block, ReportDocument, Section, Table } from "./document/document.ts";
import { answerWords, contentText, labelWords } from "./document/item-words.ts";

/** A comment on GitHub has at most 65,536 characters. */
const ITEMS = 20;
const TEXT_CHARACTERS = 400;

/** Lets a script find its earlier comment, to replace it. */
const MARKER = "<!-- gavel-report -->";

/** A summary for a pull request: the decision and the first section are open, all others can be unfolded. */
export function renderMarkdown({ title, subjects, decision, sections }: ReportDocument): string {
  const parts = [MARKER, `### ${inline(title)}`];
  if (decision !== null) {
    const checks = decision.checks.map(({ passed, words }) => `- ${passed ? "✅" : "❌"} ${inline(words)}`);
    parts.push([`**Gate: ${decision.open ? "open" : "closed"}**`, "", ...checks].join("\n"));
  }
  parts.push(subjects.map(([name, value]) => `- ${inline(name)}: ${inline(value)}`).join("\n"));
  for (const [at, section] of sections.entries()) parts.push(sectionText(section, at === 0));
  return `${parts.join("\n\n")}\n`;
}

function sectionText({ heading, blocks }: Section, open: boolean): string {
  const body = blocks.map(blockText).filter((text) => text !== "");
  if (open) return [`#### ${inline(heading)}`, ...body].join("\n\n");
  return [`<details><summary>${inline(heading)}</summary>`, ...body, "</details>"].join("\n\n");
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return inline(block.text);
    case "table":
      return tableText(block.table);
    case "ids": {
      const shown = block.ids.slice(0, ITEMS);
      return `${inline(block.words)}: ${shown.map(code).join(", ")}${more(block.total, shown.length)}`;
    }
    case "items": {
      const shown = block.items.slice(0, ITEMS);
      return `${shown.map(itemText).join("\n")}${more(block.total, shown.length)}`;
    }
    case "plot":
      return "";
  }
}

function more(total: number, shown: number): string {
  return total > shown ? `\n\n… and ${total - shown} more` : "";
}

function tableText({ header, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => inline(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = header.map((_, at) => (at === 0 ? "---" : "---:"));
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}

function itemText(item: ReportItem): string {
  const lines = [`- ${code(item.id)} ${item.change}, ${inline(labelWords(item))}`];
  if (item.content !== undefined) lines.push(`content: ${code(contentText(item.content))}`);
  for (const answer of item.answers) {
    lines.push(`${inline(answer.by)}: ${inline(answerWords(answer))}: ${code(answer.rationale)}`);
  }
  return lines.join("\n  - ");
}

/** Returns plain text unchanged, and text with a character that could be markup or notify a person as a code span. */
function inline(text: string): string {
  const safe = /^(?:[\p{L}\p{N} .,:;%()–−+='"…-]|(?<=[\p{L}\p{N}])[_@])*$/u;
  return text === "" || safe.test(text) ? text : code(text);
}

/** Nothing in a code span is markup, a link or a mention; its fence is longer than any run of backticks inside. */
function code(text: string): string {
  const line = plainText(text.replace(/\s+/g, " ").trim());
  const characters = [...line];
  const shown =
    characters.length > TEXT_CHARACTERS ? `${characters.slice(0, TEXT_CHARACTERS).join("")}…` : line;
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}
