import type { CsvDelimiter } from "../../schemas/batch.ts";
import type { BatchFormat } from "./batch-store.ts";
import { CsvRecordSplitter } from "./csv-records.ts";
import { LineSplitter } from "./lines.ts";
import type { Splitter } from "./splitter.ts";

export function createSplitter(
  format: BatchFormat,
  maxLineBytes: number,
  delimiter: CsvDelimiter = ",",
): Splitter {
  return format === "csv" ? new CsvRecordSplitter(maxLineBytes, delimiter) : new LineSplitter(maxLineBytes);
}
