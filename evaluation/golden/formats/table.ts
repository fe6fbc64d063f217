import { GoldenFileError, type GoldenItem, type SkippedRecord } from "../golden-item.ts";
import type { CsvFormat } from "./format.ts";

/** Names of columns, in order of preference. */
const COLUMNS = {
  content: ["content", "text", "prompt", "comment", "message", "tweet"],
  violation: ["violation", "label", "class", "is_toxic", "is_spam", "classification", "expected"],
  category: ["policy_category", "category"],
  rules: ["rule_ids", "rules"],
  id: ["id", "external_id", "index"],
  note: ["note", "comment_on_label"],
  tags: ["tags", "type"],
} as const;

type Column = keyof typeof COLUMNS;

/**
 * Any table whose header names a column with content. The values of `rule_ids` and `tags` are separated by `;` or
 * spaces.
 */
export const TABLE: CsvFormat = {
  name: "table",
  matches: ([header]) => header !== undefined && find(header.cells).content !== undefined,
  read: ([header, ...records], { readLabel, label }) => {
    const at = find(header!.cells, label);
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    for (const { cells, line } of records) {
      const cell = (column: Column): string =>
        at[column] === undefined ? "" : (cells[at[column]] ?? "").trim();
      const content = cell("content");
      const read = readLabel(cell("violation"));
      if (content === "") {
        skipped.push({ line, reason: "the content is empty" });
        continue;
      }
      if (read === null) {
        skipped.push({ line, reason: `"${cell("violation")}" is not a label` });
        continue;
      }
      items.push({
        id: cell("id") || `line-${line}`,
        content,
        tags: list(cell("tags")),
        ...read,
        ...(at.category === undefined ? {} : { policyCategory: cell("category") || null }),
        ...(at.rules === undefined ? {} : { ruleIds: list(cell("rules")) }),
        ...(cell("note") === "" ? {} : { note: cell("note") }),
      });
    }
    return { items, skipped };
  },
};

function find(header: readonly string[], label: string | null = null): Partial<Record<Column, number>> {
  const names = header.map((name) => name.trim().toLowerCase());
  const found: Partial<Record<Column, number>> = {};
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const wanted: readonly string[] =
      column === "violation" && label !== null ? [label.toLowerCase()] : COLUMNS[column];
    const index = wanted.map((name) => names.indexOf(name)).find((each) => each >= 0);
    if (index !== undefined) {
      found[column] = index;
    } else if (column === "violation" && label !== null) {
      throw new GoldenFileError(`The table has no column "${label}". Its columns are ${header.join(", ")}.`);
    }
  }
  return found;
}

function list(cell: string): string[] {
  return cell.split(/[;\s]+/).filter((word) => word !== "");
}
