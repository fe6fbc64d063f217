import type { Hono } from "hono";
import { compileValidator } from "../../../schemas/validate.ts";
import {
  type CountGroup,
  type VerdictCountsQuery,
  verdictCountsQuerySchema,
} from "../../../schemas/verdict-counts.ts";
import { type VerdictExportQuery, verdictExportQuerySchema } from "../../../schemas/verdict-query.ts";
import type { CountOptions } from "../../judging/verdict-store.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import type { ExportLimit } from "../export-limit.ts";
import { dayParameter } from "../instant-parameter.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readQuery } from "../query.ts";
import { exportBody } from "../verdict-export.ts";
import { filterOf } from "../verdict-filter.ts";

const validateCounts = compileValidator<VerdictCountsQuery>(verdictCountsQuerySchema);
const validateExport = compileValidator<VerdictExportQuery>(verdictExportQuerySchema);

const EXPORT_TYPES = { jsonl: "application/jsonl", csv: "text/csv; charset=utf-8; header=present" } as const;

/** Many records at once: counts and exports. Must be routed before /verdicts/:id. */
export function verdictRecordsRoutes(
  app: Hono<AppEnv>,
  { verdicts }: Pick<AppDependencies, "verdicts">,
  exports: ExportLimit,
): void {
  app.get("/verdicts/counts", requireScope("verdicts:read"), async (c) =>
    c.json(
      await verdicts.counts(countOptions(readQuery(c.req.url, verdictCountsQuerySchema, validateCounts))),
    ),
  );

  app.get("/verdicts/export", requireScope("verdicts:read"), async (c) => {
    const query = readQuery(c.req.url, verdictExportQuerySchema, validateExport);
    const { format = "jsonl", order = "desc" } = query;
    const options = { filter: filterOf(query), order };
    const headers = {
      "Content-Type": EXPORT_TYPES[format],
      "Content-Disposition": `attachment; filename="verdicts.${format}"`,
    };
    return exports.respond(c, headers, async () => exportBody(verdicts, options, format));
  });
}

function countOptions(query: VerdictCountsQuery): CountOptions {
  const { by = "day,outcome", policy_id: policyId, category, outcome, since, until } = query;
  return {
    by: [...new Set(by.split(","))] as CountGroup[],
    ...(policyId === undefined ? {} : { policyId }),
    ...(category === undefined ? {} : { category }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(since === undefined ? {} : { since: dayParameter("since", since) }),
    ...(until === undefined ? {} : { until: dayParameter("until", until) }),
  };
}
