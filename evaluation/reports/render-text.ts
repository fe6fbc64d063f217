import { plainText } from "../../schemas/plain-text.ts";
import type { ReportItem } from "../../schemas/report-item.ts";
import type { Block, ReportDocument, Table } from "./document/document.ts";
import { answerWords, contentText, labelWords } from "./document/item-words.ts";

/** Items that a terminal shows of each list. */
const ITEMS = 50;

/** A report for a terminal. */
export function renderText({ title, subjects, decision, sections }: ReportDocument): string {
  const parts = [`${title}\n${columns(subjects)}`];
  if (decision !== null) {
    const checks = decision.checks.map(({ passed, words }) => [passed ? "ok" : "NO", words]);
    parts.push(`Gate: ${decision.open ? "open" : "closed"}\n${columns(checks)}`);
  }
  for (const { heading, blocks } of sections) {
    parts.push(`${heading}\n${blocks.map(blockText).join("")}`);
  }
  return plainText(parts.join("\n"));
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `  ${block.text}\n`;
    case "table":
      return tableText(block.table);
    case "ids":
      return `  ${block.words}: ${block.ids.slice(0, ITEMS).join(", ")}${more(block.total, Math.min(ITEMS, block.ids.length))}`;
    case "items": {
      const shown = block.items.slice(0, ITEMS);
      return `${shown.map(itemText).join("")}${more(block.total, shown.length)}`;
    }
    case "plot":
      return "";
  }
}

function more(total: number, shown: number): string {
  return total > shown ? `  … and ${total - shown} more\n` : "\n";
}

function tableText({ header, rows }: Table): string {
  return columns(header.some((cell) => cell !== "") ? [header, ...rows] : rows);
}

/** Cells in columns as wide as their widest cell, indented by two. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, [...cell].length);
  }
  const padded = (cell: string, at: number) => cell + " ".repeat(widths[at]! - [...cell].length);
  return rows.map((row) => `  ${row.map(padded).join("  ").trimEnd()}\n`).join("");
}

function itemText(item: ReportItem): string {
  const lines = [`  ${item.id}  ${item.change}, ${labelWords(item)}`];
  if (item.content !== undefined) lines.push(`content: ${contentText(item.content)}`);
  for (const answer of item.answers) {
    lines.push(`${answer.by}: ${answerWords(answer)}: ${answer.rationale}`);
  }
  return `${lines.map(onOneLine).join("\n      ")}\n`;
}

function onOneLine(text: string): string {
  return text
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" / ");
}
