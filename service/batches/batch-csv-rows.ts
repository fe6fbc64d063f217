import { ServiceError } from "../errors.ts";
import { CSV_DELIMITERS, type CsvDelimiter } from "../../schemas/batch.ts";
import { csvCells } from "./batch-csv-cells.ts";

const COLUMNS = ["content", "id", "external_id", "policy_id", "policy_version", "reasoning_effort"] as const;
const METADATA = "metadata.";
const MAX_COLUMNS = 64;

const DELIMITER_NAMES: Readonly<Record<CsvDelimiter, string>> = {
  ",": "a comma (,)",
  ";": "a semicolon (;)",
  "\t": "a tab",
  "|": "a bar (|)",
};

/** Rows under a header, as the values that JSONL lines have. An empty cell is an absent member. */
export class CsvRows {
  readonly #delimiter: CsvDelimiter;
  #header: readonly string[] | null = null;

  constructor(delimiter: CsvDelimiter) {
    this.#delimiter = delimiter;
  }

  /** False until the header has been read, without which no row means anything. */
  get hasHeader(): boolean {
    return this.#header !== null;
  }

  /** Null for the header itself. Throws ServiceError invalid_request if that is not right. */
  read(record: string): { readonly value: object } | { readonly fault: string } | null {
    const cells = csvCells(record, this.#delimiter);
    if (this.#header === null) {
      this.#header = readHeader(record, this.#delimiter);
      return null;
    }
    if (cells === null) return { fault: "Text stands behind a closing quote." };
    if (cells.length !== this.#header.length) {
      return { fault: `It has ${cells.length} cells, and the header ${this.#header.length}.` };
    }
    return { value: valueOf(this.#header, cells) };
  }
}

/** What is wrong with the first row, in words that hold no part of it: it may be content. */
export function headerFault(detail: string): ServiceError {
  return new ServiceError(
    "invalid_request",
    `${detail} The first row of the CSV names its columns, in capitals or not: ${COLUMNS.join(", ")} and ${METADATA}NAME.`,
  );
}

function readHeader(record: string, delimiter: CsvDelimiter): readonly string[] {
  const names = namesIn(record, delimiter);
  if (names === null || names.length > MAX_COLUMNS) throw headerFault("The header cannot be read.");
  const other = CSV_DELIMITERS.find(
    (candidate) => candidate !== delimiter && namesIn(record, candidate)?.every(isColumn),
  );
  const unknown = names.findIndex((name) => !isColumn(name));
  if (unknown !== -1 && other !== undefined) {
    const query = `delimiter=${encodeURIComponent(other)}`;
    throw headerFault(
      `The header is separated by ${DELIMITER_NAMES[other]}, and not by ${DELIMITER_NAMES[delimiter]}: ` +
        `say so with ${query} in the query, or with --delimiter.`,
    );
  }
  if (unknown !== -1) throw headerFault(`Column ${unknown + 1} of the header is unknown.`);
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated !== -1) {
    throw headerFault(`Column ${repeated + 1} of the header has the name of an earlier one.`);
  }
  if (!names.includes("content")) throw headerFault("The header has no column content.");
  return names;
}

/** Spelt as they are known; what follows `metadata.` is the caller's own. */
function namesIn(record: string, delimiter: CsvDelimiter): readonly string[] | null {
  const cells = csvCells(record, delimiter);
  return (
    cells?.map((cell) => {
      const name = cell.trim();
      const lower = name.toLowerCase();
      return lower.startsWith(METADATA) ? METADATA + name.slice(METADATA.length) : lower;
    }) ?? null
  );
}

function isColumn(name: string): boolean {
  return (COLUMNS as readonly string[]).includes(name) || (name.startsWith(METADATA) && name !== METADATA);
}

function valueOf(header: readonly string[], cells: readonly string[]): object {
  const members: [string, unknown][] = [];
  const metadata: [string, string][] = [];
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? "";
    if (cell === "") continue;
    if (name.startsWith(METADATA)) metadata.push([name.slice(METADATA.length), cell]);
    else members.push([name, name === "policy_version" && /^\d{1,10}$/.test(cell) ? Number(cell) : cell]);
  }
  if (metadata.length > 0) members.push(["metadata", Object.fromEntries(metadata)]);
  return Object.fromEntries(members);
}
