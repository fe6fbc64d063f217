import { type GavelClient, GavelError, type VerdictRecord } from "../../packages/client/src/client.ts";
import { serviceErrorMessage } from "../service-error.ts";
import type { BadRow, Item, Row } from "./items.ts";
import { judgeItem, type JudgeOptions } from "./judge-item.ts";
import { mapOrdered } from "./map-ordered.ts";

/** The outcome of one row. */
export type RowResult =
  | { readonly kind: "skipped"; readonly line: number }
  | { readonly kind: "refused"; readonly item: Item | BadRow; readonly code: string; readonly reason: string }
  | { readonly kind: "judged"; readonly item: Item; readonly records: readonly VerdictRecord[] };

/** Statuses with which the service would refuse every further item too. */
const FATAL_STATUSES = new Set([401, 403, 404, 405, 409]);

/**
 * Judges every row and yields the results in order. An item that the service refuses does not stop the others; an
 * unreachable service, a refused key or an unknown policy stops all. Throws GavelError, ConnectionError, CliError.
 */
export function judgeAll(
  client: GavelClient,
  rows: AsyncIterable<Row>,
  options: JudgeOptions & { readonly concurrency: number },
): AsyncGenerator<RowResult> {
  return mapOrdered(rows, options.concurrency, async (row): Promise<RowResult> => {
    if ("skipped" in row) return { kind: "skipped", line: row.line };
    if ("fault" in row) return { kind: "refused", item: row, code: "invalid_row", reason: row.fault };
    try {
      return { kind: "judged", item: row, records: await judgeItem(client, row, options) };
    } catch (error) {
      if (!(error instanceof GavelError) || error.code === null || FATAL_STATUSES.has(error.status)) {
        throw error;
      }
      return { kind: "refused", item: row, code: error.code, reason: serviceErrorMessage(error)! };
    }
  });
}
