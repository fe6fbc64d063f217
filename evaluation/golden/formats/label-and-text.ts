import type { GoldenItem, SkippedRecord } from "../golden-item.ts";
import type { CsvFormat } from "./format.ts";

/** Two columns without a header, a label and a text, as in the UCI SMS Spam Collection. */
export const LABEL_AND_TEXT: CsvFormat = {
  name: "label-and-text",
  matches: (records, { readLabel }) =>
    records.length > 0 &&
    records.every(({ cells }) => {
      const label = cells.length === 2 ? readLabel(cells[0]!) : null;
      // Not a code: any word of any table could be one.
      return typeof label?.violation === "number" && label.policyCategory === undefined;
    }),
  read: (records, { readLabel }) => {
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    for (const { cells, line } of records) {
      const content = cells[1]!.trim();
      if (content === "") skipped.push({ line, reason: "the text is empty" });
      else items.push({ id: `line-${line}`, content, tags: [], ...readLabel(cells[0]!)! });
    }
    return { items, skipped };
  },
};
