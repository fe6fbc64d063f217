import type { BatchResult } from "../../schemas/batch-result.ts";
import type { BatchStore } from "../batches/batch-store.ts";
import { csvRecord } from "./csv.ts";
import { VERDICT_COLUMNS, verdictCells } from "./verdict-columns.ts";

const LINES_PER_READ = 200;

const COLUMNS = [
  "line",
  "external_id",
  "status",
  "policy_id",
  "policy_version",
  ...VERDICT_COLUMNS,
  "verdict_id",
  "error_code",
  "error_detail",
] as const;

/** Streams the results of a finished batch. They are read from the store only as fast as the client reads them. */
export function resultsBody(
  batches: BatchStore,
  id: string,
  format: "jsonl" | "csv",
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const write = format === "csv" ? csvOf : jsonOf;
  let afterLine = 0;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (format === "csv") controller.enqueue(encoder.encode(csvRecord(COLUMNS)));
      },
      async pull(controller) {
        const { results, lastLine } = await batches.results(id, afterLine, LINES_PER_READ);
        if (lastLine === null) {
          controller.close();
          return;
        }
        afterLine = lastLine;
        controller.enqueue(encoder.encode(results.map(write).join("")));
      },
    },
    { highWaterMark: 1 },
  );
}

function jsonOf(result: BatchResult): string {
  return `${JSON.stringify(result)}\n`;
}

function csvOf({ line, external_id: externalId, status, record, error }: BatchResult): string {
  return csvRecord([
    line,
    externalId,
    status,
    record?.policy.id ?? null,
    record?.policy.version ?? null,
    ...verdictCells(record),
    record?.id ?? null,
    error?.code ?? null,
    error?.detail ?? null,
  ]);
}
