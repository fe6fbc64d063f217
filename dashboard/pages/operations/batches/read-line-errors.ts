import { ConnectionError, errorFrom } from "../../../../packages/client/src/errors.ts";
import type { Schemas } from "../../../../packages/client/src/client.ts";
import { jsonLines } from "./json-lines.ts";

/** The page shows at most this many; the download has all. */
export const MAX_LINE_ERRORS = 500;

type Result = Schemas["BatchResult"];

/** A line, under one policy, that has no verdict. */
export interface LineError {
  readonly key: string;
  readonly line: number;
  readonly externalId: string | null;
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
}

/** Reads the results until all lines without a verdict are found, at most MAX_LINE_ERRORS of `expected`. */
export async function readLineErrors(
  batchId: string,
  expected: number,
  signal: AbortSignal,
): Promise<readonly LineError[]> {
  const wanted = Math.min(expected, MAX_LINE_ERRORS);
  const found: LineError[] = [];
  if (wanted === 0) return found;
  const response = await fetchResults(batchId, signal);
  for await (const result of jsonLines<Result>(response.body)) {
    if (result.status === "completed") continue;
    found.push(lineErrorOf(result, found.length));
    // Leaving the loop cancels the download.
    if (found.length === wanted) break;
  }
  return found;
}

function lineErrorOf({ line, external_id: externalId, status, error }: Result, index: number): LineError {
  const { code, title, detail } = error ?? {
    code: status,
    title: "The record is no longer kept",
    detail: null,
  };
  return { key: `${line}-${index}`, line, externalId, code, title, detail };
}

async function fetchResults(batchId: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/batches/${encodeURIComponent(batchId)}/results?format=jsonl`, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new ConnectionError("the service cannot be reached", null, { cause });
  }
  if (!response.ok) throw await errorFrom("GET /batches/{batch_id}/results", response);
  return response;
}
