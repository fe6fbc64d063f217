import type { CsvRecord } from "../csv-records.ts";
import type { GoldenItem, SkippedRecord } from "../golden-item.ts";
import type { Label } from "../label.ts";

export interface ReadOptions {
  /** Reads a cell; null if it is not a label. */
  readonly readLabel: (cell: string) => Label | null;
  /** The label to read if the file has several for each item. */
  readonly label: string | null;
}

export interface ReadRecords {
  readonly items: readonly GoldenItem[];
  readonly skipped: readonly SkippedRecord[];
}

/** A published CSV format. */
export interface CsvFormat {
  readonly name: string;
  readonly matches: (records: readonly CsvRecord[], options: ReadOptions) => boolean;
  /** Throws GoldenFileError if an option is missing. */
  readonly read: (records: readonly CsvRecord[], options: ReadOptions) => ReadRecords;
}

/** A line of JSON Lines. */
export interface JsonRecord {
  readonly value: Readonly<Record<string, unknown>>;
  readonly line: number;
}

/** A published JSON Lines format. */
export interface JsonFormat {
  readonly name: string;
  readonly matches: (records: readonly JsonRecord[]) => boolean;
  /** Throws GoldenFileError if an option is missing. */
  readonly read: (records: readonly JsonRecord[], options: ReadOptions) => ReadRecords;
}
