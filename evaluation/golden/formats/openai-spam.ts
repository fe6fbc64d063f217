import type { GoldenItem, SkippedRecord } from "../golden-item.ts";
import type { CsvFormat } from "./format.ts";

const LABEL_COLUMN = 9;

/**
 * The golden set of OpenAI's spam policy (openai/gpt-oss-safeguard): no header except a title in column 9, rows with a
 * section's code alone, then number, text and the label in column 9. Numbering restarts in each section.
 */
export const OPENAI_SPAM: CsvFormat = {
  name: "openai-spam",
  matches: ([first]) =>
    first !== undefined &&
    first.cells.slice(0, LABEL_COLUMN).every((cell) => cell === "") &&
    /classification/i.test(first.cells[LABEL_COLUMN] ?? ""),
  read: (records, { readLabel }) => {
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    let section = "";
    for (const { cells, line } of records) {
      const [id = "", text = "", label = ""] = [cells[0], cells[1], cells[LABEL_COLUMN]];
      const read = readLabel(label);
      if (text.trim() === "") {
        skipped.push({ line, reason: id === "" ? "the file's title" : `the title of section ${id}` });
        section = id.trim();
      } else if (read === null) {
        skipped.push({ line, reason: `"${label}" is not a label` });
      } else {
        items.push({
          id: section === "" ? `line-${line}` : `${section}-${id.trim()}`,
          content: text.trim(),
          tags: [],
          ...read,
        });
      }
    }
    return { items, skipped };
  },
};
