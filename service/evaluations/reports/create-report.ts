import type { ReportMessage } from "../../../evaluation/reports/report-message.ts";
import { MAX_ITEMS_SHOWN } from "../../../schemas/report-item.ts";
import type { ReportQuery } from "../../../schemas/report-query.ts";
import { ServiceError } from "../../errors.ts";
import { comparison } from "./comparison.ts";
import { findings } from "./findings.ts";
import { ReportReader, type ReportStores } from "./report-reader.ts";
import { robustnessReport } from "./robustness.ts";
import { steerabilityReport } from "./steerability.ts";

/**
 * The report of an evaluation, or of its comparison with what the query names. Throws evaluation_not_found,
 * evaluation_not_ended, and invalid_request if it names more than one kind.
 */
export async function createReport(
  stores: ReportStores,
  id: string,
  { base, variants, opposite, content: withContent = false, items: limit = MAX_ITEMS_SHOWN }: ReportQuery,
): Promise<ReportMessage> {
  const reader = new ReportReader(stores);
  if ([base, variants, opposite].filter((each) => each !== undefined).length > 1) {
    throw new ServiceError(
      "invalid_request",
      "Name only one of base, variants and opposite: each produces a separate report.",
    );
  }
  const shown = { limit, withContent };
  if (base !== undefined) return comparison(reader, base, id, shown);
  if (variants !== undefined) return robustnessReport(reader, id, variants.split(","), shown);
  if (opposite !== undefined) return steerabilityReport(reader, id, opposite, shown);
  return findings(reader, id, shown);
}
