import type { ClassifyRequest, Content } from "../../packages/client/src/client.ts";

/** One thing to be judged, and where it came from. */
export interface Item {
  /** 1-based line of its source; null where there is only one item. */
  readonly line: number | null;
  readonly content: Content;
  readonly externalId?: string;
  readonly metadata?: NonNullable<ClassifyRequest["metadata"]>;
}

/** A row that holds nothing to judge, by rule. */
export interface SkippedRow {
  readonly line: number;
  readonly skipped: "no content";
}

/** A row that should hold an item and cannot be read. */
export interface BadRow {
  readonly line: number;
  readonly fault: string;
}

export type Row = Item | SkippedRow | BadRow;
