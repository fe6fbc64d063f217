import { isObject } from "../../schemas/is-object.ts";
import { csvRecords } from "./csv-records.ts";
import type { JsonRecord, ReadOptions, ReadRecords } from "./formats/format.ts";
import { GAVEL } from "./formats/gavel.ts";
import { GUARDRAILS } from "./formats/guardrails.ts";
import { LABEL_AND_TEXT } from "./formats/label-and-text.ts";
import { MODERATION_RELEASE } from "./formats/moderation-release.ts";
import { OPENAI_SPAM } from "./formats/openai-spam.ts";
import { TABLE } from "./formats/table.ts";
import { TEEN_SAFETY } from "./formats/teen-safety.ts";
import { GoldenFileError, type ImportedGolden, type SkippedRecord } from "./golden-item.ts";
import { type LabelReading, readLabel } from "./label.ts";

/** The first format that matches reads the file. */
const CSV_FORMATS = [OPENAI_SPAM, TEEN_SAFETY, TABLE, LABEL_AND_TEXT];
const JSON_FORMATS = [MODERATION_RELEASE, GUARDRAILS, GAVEL];

export interface ImportOptions extends LabelReading {
  /** The label to read if the file has several for each item. */
  readonly label?: string;
}

/**
 * Imports a golden set: JSON Lines if the first line is an object, tab-separated if that line has a tab, else CSV.
 * Detects the formats of published sets. Reports each record that is skipped, and why. Throws GoldenFileError if the
 * format is unknown or an id is not unique.
 */
export function importGolden(text: string, options: ImportOptions = {}): ImportedGolden {
  const { label = null } = options;
  const read: ReadOptions = { label, readLabel: (cell) => readLabel(cell, options) };
  const plain = text.replace(/^\uFEFF/, "");
  const [first = ""] = plain.trimStart().split("\n", 1);
  const imported = first.startsWith("{") ? importJson(plain, read) : importCsv(plain, first, read);
  requireDistinct(imported);
  return imported;
}

function importJson(text: string, options: ReadOptions): ImportedGolden {
  const records: JsonRecord[] = [];
  const skipped: SkippedRecord[] = [];
  for (const [index, json] of text.split("\n").entries()) {
    const line = index + 1;
    if (json.trim() === "") continue;
    const value = parseObject(json);
    if (value === null) skipped.push({ line, reason: "it is not a JSON object" });
    else records.push({ value, line });
  }
  const format = JSON_FORMATS.find(({ matches }) => matches(records));
  if (format === undefined) {
    throw new GoldenFileError(
      'The objects have no member "content". Golden items are {"content", "violation", ...}.',
    );
  }
  return merged(format.name, format.read(records, options), skipped);
}

function importCsv(text: string, first: string, options: ReadOptions): ImportedGolden {
  const records = csvRecords(text, first.includes("\t") ? "\t" : ",");
  const format = CSV_FORMATS.find(({ matches }) => matches(records, options));
  if (format === undefined) {
    throw new GoldenFileError(
      'The table has no content column. Name the column with the content "content", and the column with the labels "violation".',
    );
  }
  return merged(format.name, format.read(records, options), []);
}

function merged(
  format: string,
  { items, skipped }: ReadRecords,
  more: readonly SkippedRecord[],
): ImportedGolden {
  return { format, items, skipped: [...skipped, ...more].sort((a, b) => a.line - b.line) };
}

function parseObject(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function requireDistinct({ items }: ImportedGolden): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) {
      throw new GoldenFileError(
        `Two items have the id ${id}. Items are compared by their id, so it must be unique.`,
      );
    }
    seen.add(id);
  }
}
