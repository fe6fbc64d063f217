import { ServiceError } from "../errors.ts";
import { CSV_DELIMITERS, type CsvDelimiter } from "../../schemas/batch.ts";
import { csvCells } from "./csv-cells.ts";

const COLUMNS = ["content", "id", "external_id", "policy_id", "policy_version", "reasoning_effort"] as const;
const METADATA = "metadata.";
const MAX_COLUMNS = 64;

const DELIMITER_NAMES: Readonly<Record<CsvDelimiter, string>> = {
  ",": "a comma (,)",
  ";": "a semicolon (;)",
  "\t": "a tab",
  "|": "a bar (|)",
};

/** Converts rows under a header to the values of JSONL lines. An empty cell is an absent property. */
export class CsvRows {
  readonly #delimiter: CsvDelimiter;
  #header: readonly string[] | null = null;

  constructor(delimiter: CsvDelimiter) {
    this.#delimiter = delimiter;
  }

  /** False until the header has been read; no row can be read before. */
  get hasHeader(): boolean {
    return this.#header !== null;
  }

  /** Returns null for the header. Throws ServiceError invalid_request if the header is not valid. */
  read(record: string): { readonly value: object } | { readonly fault: string } | null {
    const cells = csvCells(record, this.#delimiter);
    if (this.#header === null) {
      this.#header = readHeader(record, this.#delimiter);
      return null;
    }
    if (cells === null) return { fault: "Text follows a closing quote." };
    if (cells.length !== this.#header.length) {
      return { fault: `The row has ${cellsOf(cells)}, but the header has ${cellsOf(this.#header)}.` };
    }
    return { value: valueOf(this.#header, cells) };
  }
}

/** Describes what is wrong with the first row without quoting it: it may be content. */
export function headerFault(detail: string): ServiceError {
  return new ServiceError(
    "invalid_request",
    `${detail} The first row of the CSV names its columns, in upper or lower case: ${COLUMNS.join(", ")} and ${METADATA}NAME.`,
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
      `The header is separated by ${DELIMITER_NAMES[other]}, not by ${DELIMITER_NAMES[delimiter]}: ` +
        `send ${query} in the query, or use --delimiter.`,
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

/** Column names in lower case; what follows `metadata.` keeps its case. */
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

function cellsOf({ length }: readonly string[]): string {
  return length === 1 ? "1 cell" : `${length} cells`;
}

function valueOf(header: readonly string[], cells: readonly string[]): object {
  const properties: [string, unknown][] = [];
  const metadata: [string, string][] = [];
  for (const [index, name] of header.entries()) {
    const cell = cells[index] ?? "";
    if (cell === "") continue;
    if (name.startsWith(METADATA)) metadata.push([name.slice(METADATA.length), cell]);
    else properties.push([name, name === "policy_version" && /^\d{1,10}$/.test(cell) ? Number(cell) : cell]);
  }
  if (metadata.length > 0) properties.push(["metadata", Object.fromEntries(metadata)]);
  return Object.fromEntries(properties);
}
