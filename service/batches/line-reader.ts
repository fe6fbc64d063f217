import { type BatchLine, batchLineSchema, type CsvDelimiter } from "../../schemas/batch.ts";
import { compileValidator, type ValidationFault } from "../../schemas/validate.ts";
import { ERROR_CATALOGUE, type ErrorCode } from "../error-catalogue/catalogue.ts";
import type { RawLine } from "./splitter.ts";
import type { BadLine, BatchFormat } from "./batch-store.ts";
import { CsvRows, headerFault } from "./csv-rows.ts";

/** A valid line whose policies have not been looked up yet. */
export interface ReadLine {
  readonly line: number;
  readonly request: BatchLine;
}

/** Reads the lines of one upload, in order. Returns null for the header of CSV. */
export type LineReader = (raw: RawLine) => ReadLine | BadLine | null;

const MAX_DETAIL_CHARACTERS = 500;

const validate = compileValidator<BatchLine>(batchLineSchema);
/** A byte order mark that does not start the upload belongs to the text. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Creates the reader of a format. The reader throws ServiceError invalid_request for an invalid CSV header. */
export function createLineReader(format: BatchFormat, delimiter: CsvDelimiter = ","): LineReader {
  const rows = format === "csv" ? new CsvRows(delimiter) : null;
  const unreadable = (line: number, fault: string): BadLine => {
    // Otherwise the next row would be read as the header.
    if (rows?.hasHeader === false) throw headerFault(`The header cannot be read: ${fault}`);
    return badLine(line, fault);
  };
  return (raw) => {
    if ("fault" in raw) return unreadable(raw.line, raw.fault);
    const text = decode(raw.bytes);
    if (text === null) return unreadable(raw.line, "The line contains bytes that are not UTF-8.");
    if (rows === null) return readJson(raw.line, text);
    const row = rows.read(text);
    if (row === null) return null;
    return "fault" in row ? badLine(raw.line, row.fault) : readValue(raw.line, row.value);
  };
}

/** Describes a line that cannot be judged, without quoting it. */
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
    return badLine(line, "The line is not valid JSON.");
  }
  return readValue(line, value);
}

function readValue(line: number, value: unknown): ReadLine | BadLine {
  const validation = validate(value);
  if (!validation.ok) return badLine(line, describe(validation.faults));
  const request = validation.value;
  const fault = contradictionIn(request);
  return fault === null ? { line, request } : badLine(line, fault, { externalId: externalIdOf(request) });
}

function contradictionIn(request: BatchLine): string | null {
  if (request.id !== undefined && request.external_id !== undefined) {
    return "id and external_id must not both be set.";
  }
  return policyContradiction(request);
}

/** Describes a contradiction between policy properties, which their schema allows. */
export function policyContradiction(choice: {
  readonly policy_id?: unknown;
  readonly policy_ids?: unknown;
  readonly policy_version?: unknown;
}): string | null {
  if (choice.policy_id !== undefined && choice.policy_ids !== undefined) {
    return "policy_id and policy_ids must not both be set.";
  }
  if (choice.policy_version !== undefined && choice.policy_id === undefined) {
    return "policy_version must not be set without policy_id.";
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

function describe(faults: readonly ValidationFault[]): string {
  const descriptions = faults.map(({ pointer, message }) => `${pointer === "" ? "/" : pointer} ${message}`);
  return `${descriptions.join("; ").slice(0, MAX_DETAIL_CHARACTERS)}.`;
}
