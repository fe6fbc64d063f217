import type { GoldenItem, SkippedRecord } from "../golden-item.ts";
import type { CsvFormat } from "./format.ts";

/** Column names differ from file to file; these are their kinds, in the order of the columns. */
const HEADER = [
  /^example( prompt)?$/i,
  /^(classification|prompt label)$/i,
  /^(responses?|example generation)$/i,
  /^(response|generation) label$/i,
];

/**
 * The golden sets of OpenAI's teen safety policies (roostorg/model-community): a disclaimer, a header, then two items
 * in each row, a prompt and a response, each with its label.
 */
export const TEEN_SAFETY: CsvFormat = {
  name: "openai-teen-safety",
  matches: ([, header]) =>
    header !== undefined &&
    HEADER.every((pattern, column) => pattern.test((header.cells[column] ?? "").trim())),
  read: (records, { readLabel }) => {
    const items: GoldenItem[] = [];
    const skipped: SkippedRecord[] = [];
    for (const [index, { cells, line }] of records.entries()) {
      if (index < 2) {
        skipped.push({ line, reason: index === 0 ? "the disclaimer" : "the header" });
        continue;
      }
      for (const [kind, at] of [
        ["prompt", 0],
        ["response", 2],
      ] as const) {
        const [content, label] = [(cells[at] ?? "").trim(), cells[at + 1] ?? ""];
        const read = readLabel(label);
        if (content === "") skipped.push({ line, reason: `the ${kind} is empty` });
        else if (read === null) skipped.push({ line, reason: `"${label}" is not a label of the ${kind}` });
        else items.push({ id: `line-${line}-${kind}`, content, tags: [kind], ...read });
      }
    }
    return { items, skipped };
  },
};
