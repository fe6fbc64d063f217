import type { Content } from "../../schemas/content.ts";
import type { Truth } from "../scored-item.ts";

/** Content whose correct judgement is known, or still has to be decided. */
export interface GoldenItem extends Truth {
  readonly content: Content;
  readonly ruleIds?: readonly string[];
  readonly note?: string;
  /** Its origin, such as a file name. */
  readonly source?: string;
}

/** A record that was not imported, and why. */
export interface SkippedRecord {
  /** 1-based; for CSV that of the record's first line. */
  readonly line: number;
  readonly reason: string;
}

export interface ImportedGolden {
  /** The name of the format that the file was read as. */
  readonly format: string;
  readonly items: readonly GoldenItem[];
  readonly skipped: readonly SkippedRecord[];
}

/** The file cannot be read at all. The message says what to do. */
export class GoldenFileError extends Error {
  override readonly name = "GoldenFileError";
}
