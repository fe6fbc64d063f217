import { type BatchLine, batchLineSchema, type CsvDelimiter } from "../../schemas/batch.ts";
import { compileValidator, type ValidationFault } from "../../schemas/validate.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../error-catalogue/catalogue.ts";
import type { RawLine } from "./splitter.ts";
import type { BadLine, BatchFormat } from "./batch-store.ts";
import { CsvRows, headerFault } from "./batch-csv-rows.ts";

/** A line that says what to judge; by what is still to be found out. */
export interface ReadLine {
  readonly line: number;
  readonly request: BatchLine;
}

/** Reads the lines of one upload, in order. Null for a line that is no item: the header of CSV. */
export type LineReader = (raw: RawLine) => ReadLine | BadLine | null;

const MAX_DETAIL_CHARACTERS = 500;

const validate = compileValidator<BatchLine>(batchLineSchema);
/** Marks that are not at the very start belong to the text. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The reader of a format. For a CSV header that is not right, it throws ServiceError invalid_request. */
export function createLineReader(format: BatchFormat, delimiter: CsvDelimiter = ","): LineReader {
  const rows = format === "csv" ? new CsvRows(delimiter) : null;
  const unreadable = (line: number, fault: string): BadLine => {
    // Without its header the next row would be taken for one.
    if (rows?.hasHeader === false) throw headerFault(`The header cannot be read: ${fault}`);
    return badLine(line, fault);
  };
  return (raw) => {
    if ("fault" in raw) return unreadable(raw.line, raw.fault);
    const text = decode(raw.bytes);
    if (text === null) return unreadable(raw.line, "It holds bytes that are not UTF-8.");
    if (rows === null) return readJson(raw.line, text);
    const row = rows.read(text);
    if (row === null) return null;
    return "fault" in row ? badLine(raw.line, row.fault) : readValue(raw.line, row.value);
  };
}

/** A line that nothing can be made of, and why: in words that hold no part of it. */
export function badLine(
  line: number,
  detail: string,
  {
    code = "bad_line",
    externalId = null,
  }: { readonly code?: ErrorCode; readonly externalId?: string | null } = {},
): BadLine {
  return { line, externalId, error: { code, title: ERROR_CATALOGUE[code].title, detail } };
}

export function externalIdOf({ id, external_id: externalId }: BatchLine): string | null {
  return externalId ?? (id === undefined ? null : String(id));
}

function readJson(line: number, text: string): ReadLine | BadLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return badLine(line, "It is not valid JSON.");
  }
  return readValue(line, value);
}

function readValue(line: number, value: unknown): ReadLine | BadLine {
  const validation = validate(value);
  if (!validation.ok) return badLine(line, wordsOf(validation.faults));
  const request = validation.value;
  const fault = contradictionIn(request);
  return fault === null ? { line, request } : badLine(line, fault, { externalId: externalIdOf(request) });
}

function contradictionIn(request: BatchLine): string | null {
  if (request.id !== undefined && request.external_id !== undefined) return "It has both id and external_id.";
  return policyContradiction(request);
}

/** What is wrong with a choice of policies that its schema allows. */
export function policyContradiction(choice: {
  readonly policy_id?: unknown;
  readonly policy_ids?: unknown;
  readonly policy_version?: unknown;
}): string | null {
  if (choice.policy_id !== undefined && choice.policy_ids !== undefined) {
    return "It has both policy_id and policy_ids.";
  }
  if (choice.policy_version !== undefined && choice.policy_id === undefined) {
    return "It has policy_version without policy_id.";
  }
  return null;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function wordsOf(faults: readonly ValidationFault[]): string {
  const words = faults.map(({ pointer, message }) => `${pointer === "" ? "/" : pointer} ${message}`);
  return `${words.join("; ").slice(0, MAX_DETAIL_CHARACTERS)}.`;
}
