import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { ServiceError } from "../errors.ts";
import { Callers } from "./callers.ts";
import { DashboardFiles } from "./dashboard/dashboard-files.ts";
import type { AppDependencies, AppEnv } from "./dependencies.ts";
import { openAiErrors } from "./compat/openai-error.ts";
import { limitJudging } from "./limit-judging.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { observe } from "./middleware/observe.ts";
import { requestId } from "./middleware/request-id.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { problemResponse, toProblem } from "./problem.ts";
import { auditRoutes } from "./routes/audit.ts";
import { batchRoutes } from "./routes/batches.ts";
import { classifyRoutes } from "./routes/classify.ts";
import { dashboardRoutes, isDashboardPath } from "./routes/dashboard.ts";
import { docsRoutes } from "./routes/docs.ts";
import { healthRoutes } from "./routes/health.ts";
import { HOME_PATH, homeRoutes } from "./routes/home.ts";
import { keySessionRoutes } from "./routes/key-sessions.ts";
import { keyRoutes } from "./routes/keys.ts";
import { labelRoutes } from "./routes/label.ts";
import { evaluationReportRoutes } from "./routes/evaluation-reports.ts";
import { evaluationRoutes } from "./routes/evaluations.ts";
import { goldenSetRoutes } from "./routes/golden-sets.ts";
import { GUARDRAIL_PATH, guardrailRoutes } from "./routes/litellm-guardrail.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { MODERATIONS_PATH, moderationRoutes } from "./routes/moderations.ts";
import { operationsRoutes } from "./routes/operations.ts";
import { openApiRoutes } from "./routes/openapi.ts";
import { policyRoutes } from "./routes/policies.ts";
import { policyReleaseRoutes } from "./routes/policy-releases.ts";
import { statementRoutes } from "./routes/statements.ts";
import { ExportLimit } from "./export-limit.ts";
import { statsRoutes } from "./routes/stats.ts";
import { verdictRecordsRoutes } from "./routes/verdict-records.ts";
import { reviewRoutes } from "./routes/reviews.ts";
import { isSignIn, sessionRoutes } from "./routes/sessions.ts";
import { trialRoutes } from "./routes/trials.ts";
import { verdictStreamRoutes } from "./routes/verdict-stream.ts";
import { verdictRoutes } from "./routes/verdicts.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { PerMinute } from "./per-minute.ts";
import { RefusalTally } from "./refusal-tally.ts";
import { safeError } from "./safe-error.ts";
import { closingSignal } from "./waiting.ts";

/** Paths that require no key, and paths that a browser may open with HTTP Basic. */
const OPEN_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz", HOME_PATH]);
const BASIC_PATHS: ReadonlySet<string> = new Set(["/docs", "/openapi.json"]);
/** LiteLLM sends its key as X-API-Key. */
const API_KEY_HEADER_PATHS: ReadonlySet<string> = new Set([GUARDRAIL_PATH]);

function isOpen(path: string): boolean {
  return OPEN_PATHS.has(path) || isDashboardPath(path);
}

/** Creates the HTTP API. Every error becomes an RFC 9457 problem. */
export function createApp(deps: AppDependencies): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const callers = new Callers(deps);
  const failures = new PerMinute(deps.config.http.maxAuthFailures);

  app.onError((error, c) => {
    const answer = toProblem(error, c.get("requestId"));
    if (error instanceof ServiceError && RefusalTally.isRefusal(error.code)) c.set("refusal", error.code);
    if (!answer.expected) {
      deps.logger.error({ request_id: c.get("requestId"), error: safeError(error) }, "unexpected error");
    }
    return problemResponse(answer);
  });
  app.notFound((c) => problemResponse(toProblem(new ServiceError("not_found", ""), c.get("requestId"))));

  app.use(requestId, securityHeaders, observe(deps));
  app.use(MODERATIONS_PATH, openAiErrors);
  app.use(async (c, next) => {
    if (closingSignal(c)?.aborted === true && !isOpen(c.req.path)) {
      throw new ServiceError(
        "shutting_down",
        "This instance is stopping. Repeat the request in a few seconds.",
        {
          retryAfterSeconds: 5,
        },
      );
    }
    await next();
  });
  app.use(
    authenticate({
      callers,
      isOpen: (method, path) => isOpen(path) || isSignIn(method, path),
      basic: BASIC_PATHS,
      apiKeyHeader: API_KEY_HEADER_PATHS,
      failures,
      keyUse: deps.keyUse,
    }),
  );
  limitJudging(app, deps);
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const error = new ServiceError("method_not_allowed", `Use ${methods.join(" or ")}.`);
        return problemResponse(toProblem(error, c.get("requestId")), { Allow: methods.join(", ") });
      },
    }),
  );

  homeRoutes(app, deps);
  dashboardRoutes(app, new DashboardFiles(deps.dashboardDirectory));
  classifyRoutes(app, deps);
  batchRoutes(app, deps);
  verdictStreamRoutes(app, { ...deps, callers });
  const exports = new ExportLimit(deps.config.http.maxExportsPerKey);
  verdictRecordsRoutes(app, deps, exports);
  verdictRoutes(app, deps);
  reviewRoutes(app, deps, exports);
  statsRoutes(app, deps);
  statementRoutes(app, deps);
  policyRoutes(app, deps);
  policyReleaseRoutes(app, deps);
  goldenSetRoutes(app, deps);
  evaluationRoutes(app, deps);
  trialRoutes(app, deps);
  evaluationReportRoutes(app, deps);
  moderationRoutes(app, deps);
  guardrailRoutes(app, deps);
  labelRoutes(app, deps);
  keyRoutes(app, deps);
  keySessionRoutes(app, deps);
  sessionRoutes(app, { ...deps, failures });
  auditRoutes(app, deps);
  webhookRoutes(app, deps);
  healthRoutes(app, { ...deps, callers });
  metricsRoutes(app, deps);
  operationsRoutes(app, deps);
  openApiRoutes(app, deps);
  docsRoutes(app, deps);
  return app;
}
