import type { Context, Hono } from "hono";
import {
  DEFAULT_DISAGREEMENT_PAGE_SIZE,
  DEFAULT_TRIAL_PAGE_SIZE,
  type DisagreementPage,
  type DisagreementQuery,
  disagreementQuerySchema,
  type StartReplayRequest,
  startReplayRequestSchema,
  type StartShadowRequest,
  startShadowRequestSchema,
  type Trial,
  type TrialPage,
  type TrialQuery,
  trialQuerySchema,
  type TrialReportQuery,
  trialReportQuerySchema,
} from "../../../schemas/trial.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { policyIdOf, trialIdOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const validateShadow = compileValidator<StartShadowRequest>(startShadowRequestSchema);
const validateReplay = compileValidator<StartReplayRequest>(startReplayRequestSchema);
const validateListQuery = compileValidator<TrialQuery>(trialQuerySchema);
const validateReportQuery = compileValidator<TrialReportQuery>(trialReportQuerySchema);
const validateDisagreementQuery = compileValidator<DisagreementQuery>(disagreementQuerySchema);

/** Shadows and replays: starting, stopping and reports. */
export function trialRoutes(
  app: Hono<AppEnv>,
  { trials, trialService, config }: Pick<AppDependencies, "trials" | "trialService" | "config">,
): void {
  const { maxBodyBytes } = config.http;

  app.post("/policies/:id/shadow", requireScope("evaluations:write"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    const request = await readJson(c.req.raw, maxBodyBytes, validateShadow);
    return started(c, await trialService.startShadow(id, request, c.get("caller").keyId));
  });

  app.post("/policies/:id/replay", requireScope("evaluations:write"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    const request = await readJson(c.req.raw, maxBodyBytes, validateReplay);
    return started(c, await trialService.startReplay(id, request, c.get("caller").keyId));
  });

  app.get("/trials", requireScope("evaluations:read"), async (c) => {
    const query = readQuery(c.req.url, trialQuerySchema, validateListQuery);
    const { policy_id: policyId, kind, after, limit = DEFAULT_TRIAL_PAGE_SIZE } = query;
    const listed = await trials.list({
      limit,
      ...(policyId === undefined ? {} : { policyId }),
      ...(kind === undefined ? {} : { kind }),
      ...(after === undefined ? {} : { after }),
    });
    const page: TrialPage = {
      data: [...listed.trials],
      next_cursor: listed.trials.at(-1)?.id ?? after ?? null,
      has_more: listed.hasMore,
    };
    return c.json(page);
  });

  app.get("/trials/:id", requireScope("evaluations:read"), async (c) => {
    const id = trialIdOf(c.req.param("id"));
    const { by = "day" } = readQuery(c.req.url, trialReportQuerySchema, validateReportQuery);
    return c.json(await trialService.report(id, by));
  });

  app.get("/trials/:id/disagreements", requireScope("verdicts:read"), async (c) => {
    const id = trialIdOf(c.req.param("id"));
    const query = readQuery(c.req.url, disagreementQuerySchema, validateDisagreementQuery);
    const { after, limit = DEFAULT_DISAGREEMENT_PAGE_SIZE } = query;
    if ((await trials.get(id)) === null) throw new ServiceError("trial_not_found", "");
    const listed = await trials.disagreements(id, { after: after ?? null, limit });
    const page: DisagreementPage = {
      data: [...listed.items],
      next_cursor: listed.next ?? after ?? null,
      has_more: listed.hasMore,
    };
    return c.json(page);
  });

  app.post("/trials/:id/stop", requireScope("evaluations:write"), async (c) =>
    c.json(await trialService.stop(trialIdOf(c.req.param("id")), c.get("caller").keyId)),
  );
}

function started(c: Context<AppEnv>, trial: Trial): Response {
  return c.json(trial, 202, { Location: `/trials/${trial.id}` });
}
