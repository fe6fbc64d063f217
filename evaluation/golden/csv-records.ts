import { CsvError, parse } from "csv-parse/sync";
import { GoldenFileError } from "./golden-item.ts";

export interface CsvRecord {
  readonly cells: readonly string[];
  /** 1-based line on which it starts. */
  readonly line: number;
}

/** Parses CSV or TSV (RFC 4180). Rows may have any length, and empty ones are skipped. Throws GoldenFileError. */
export function csvRecords(text: string, delimiter: string): CsvRecord[] {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      raw: true,
      relax_column_count: true,
      // In tab-separated files, quotation marks are ordinary characters.
      quote: delimiter === "\t" ? null : '"',
      skip_empty_lines: true,
    }) as unknown as readonly { record: string[]; raw: string; info: { lines: number } }[];
    return rows
      .map(({ record, raw, info }) => ({
        cells: record,
        line: info.lines - (raw.trimEnd().match(/\r\n|\n|\r/g)?.length ?? 0),
      }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new GoldenFileError(`The text is not valid CSV (${cause.code}): ${cause.message}`, { cause });
  }
}
