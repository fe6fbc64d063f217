import { ServiceError } from "../errors.ts";
import { csvCells } from "./batch-csv-cells.ts";

const COLUMNS = ["content", "id", "external_id", "policy_id", "policy_version", "reasoning_effort"] as const;
const METADATA = "metadata.";
const MAX_COLUMNS = 64;

/** Rows under a header, as the values that JSONL lines have. An empty cell is an absent member. */
export class CsvRows {
  #header: readonly string[] | null = null;

  /** Null for the header itself. Throws ServiceError invalid_request where that is not right. */
  read(record: string): { readonly value: object } | { readonly fault: string } | null {
    const cells = csvCells(record);
    if (this.#header === null) {
      this.#header = readHeader(cells);
      return null;
    }
    if (cells === null) return { fault: "Text stands behind a closing quote." };
    if (cells.length !== this.#header.length) {
      return { fault: `It has ${cells.length} cells, and the header ${this.#header.length}.` };
    }
    return { value: valueOf(this.#header, cells) };
  }
}

function readHeader(cells: readonly string[] | null): readonly string[] {
  const names = (cells ?? []).map((name) => name.trim());
  const columns = `${COLUMNS.join(", ")} and ${METADATA}NAME`;
  const fault = (detail: string): ServiceError =>
    new ServiceError("invalid_request", `${detail} The first row of the CSV names its columns: ${columns}.`);
  if (cells === null || names.length > MAX_COLUMNS) throw fault("The header cannot be read.");
  const unknown = names.findIndex((name) => !isColumn(name));
  if (unknown !== -1) throw fault(`Column ${unknown + 1} of the header is not known.`);
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated !== -1) throw fault(`Column ${repeated + 1} of the header has the name of an earlier one.`);
  if (!names.includes("content")) throw fault("The header has no column content.");
  return names;
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
