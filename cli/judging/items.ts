import type { ClassifyRequest, Content } from "../../packages/client/src/client.ts";

/** Content to be judged, and where it is from. */
export interface Item {
  /** The 1-based line of the source; null for a single item. */
  readonly line: number | null;
  readonly content: Content;
  readonly externalId?: string;
  readonly metadata?: NonNullable<ClassifyRequest["metadata"]>;
}

/** A row without content. */
export interface SkippedRow {
  readonly line: number;
  readonly skipped: "no content";
}

/** A row that cannot be read as an item. */
export interface BadRow {
  readonly line: number;
  readonly fault: string;
}

export type Row = Item | SkippedRow | BadRow;
