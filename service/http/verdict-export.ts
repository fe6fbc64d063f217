import type { VerdictRecord } from "../../schemas/verdict-record.ts";
import type { VerdictListOptions, VerdictStore } from "../judging/verdict-store.ts";
import { csvRecord } from "./csv.ts";
import { VERDICT_COLUMNS, verdictCells } from "./verdict-columns.ts";

const RECORDS_PER_READ = 200;

const COLUMNS = [
  "id",
  "status",
  "policy_id",
  "policy_version",
  ...VERDICT_COLUMNS,
  "review_state",
  "review_violation",
  "review_category",
  "external_id",
  "metadata",
  "key_id",
  "created_at",
  "completed_at",
  "error_code",
  "error_detail",
] as const;

/**
 * Streams all records of a listing. They are read from the store only as fast as the client reads them, so memory does
 * not grow with their number. With the oldest first, records that are added while it runs are included.
 */
export function exportBody(
  verdicts: Pick<VerdictStore, "list">,
  { filter, order }: Pick<VerdictListOptions, "filter" | "order">,
  format: "jsonl" | "csv",
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const write = format === "csv" ? csvOf : jsonOf;
  let after: string | null = null;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (format === "csv") controller.enqueue(encoder.encode(csvRecord(COLUMNS)));
      },
      async pull(controller) {
        const { records, nextCursor, hasMore } = await verdicts.list({
          filter,
          order,
          limit: RECORDS_PER_READ,
          ...(after === null ? {} : { after }),
        });
        after = nextCursor;
        if (records.length > 0) controller.enqueue(encoder.encode(records.map(write).join("")));
        if (!hasMore) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}

function jsonOf(record: VerdictRecord): string {
  return `${JSON.stringify(record)}\n`;
}

function csvOf(record: VerdictRecord): string {
  const { review, error, metadata } = record;
  return csvRecord([
    record.id,
    record.status,
    record.policy.id,
    record.policy.version,
    ...verdictCells(record),
    review?.state ?? null,
    review?.outcome?.violation ?? null,
    review?.outcome?.policy_category ?? null,
    record.external_id,
    metadata === null ? null : JSON.stringify(metadata),
    record.key_id,
    record.created_at,
    record.completed_at,
    error?.code ?? null,
    error?.detail ?? null,
  ]);
}
