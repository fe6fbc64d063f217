import type { Hono } from "hono";
import { renderReport } from "../../../evaluation/reports/render-report.ts";
import { type ReportFormat, type ReportQuery, reportQuerySchema } from "../../../schemas/report-query.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { createReport } from "../../evaluations/reports/create-report.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { evaluationIdOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const validateQuery = compileValidator<ReportQuery>(reportQuerySchema);

const MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  json: "application/json",
  table: "text/plain; charset=utf-8",
  junit: "application/xml",
  markdown: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** Reports of evaluations that have ended, alone or compared. */
export function evaluationReportRoutes(
  app: Hono<AppEnv>,
  { evaluations, policies }: Pick<AppDependencies, "evaluations" | "policies">,
): void {
  app.get("/evaluations/:id/report", requireScope("evaluations:read"), async (c) => {
    const query = readQuery(c.req.url, reportQuerySchema, validateQuery);
    const { format = "json" } = query;
    const report = await createReport({ evaluations, policies }, evaluationIdOf(c.req.param("id")), query);
    return c.body(renderReport(report, format), 200, {
      "Content-Type": MEDIA_TYPES[format],
      // The page has no script, and the content that it quotes is untrusted.
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
  });
}
