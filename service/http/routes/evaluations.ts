import type { Hono } from "hono";
import {
  type CreateEvaluationRequest,
  createEvaluationRequestSchema,
  DEFAULT_EVALUATION_ITEM_PAGE_SIZE,
  DEFAULT_EVALUATION_PAGE_SIZE,
  type Evaluation,
  type EvaluationItemPage,
  type EvaluationItemQuery,
  evaluationItemQuerySchema,
  type EvaluationPage,
  type EvaluationQuery,
  evaluationQuerySchema,
  type TryPolicyRequest,
  tryPolicyRequestSchema,
} from "../../../schemas/evaluation.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { evaluationIdOf, policyIdOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const validateCreate = compileValidator<CreateEvaluationRequest>(createEvaluationRequestSchema);
const validateTry = compileValidator<TryPolicyRequest>(tryPolicyRequestSchema);
const validateListQuery = compileValidator<EvaluationQuery>(evaluationQuerySchema);
const validateItemQuery = compileValidator<EvaluationItemQuery>(evaluationItemQuerySchema);

/** Evaluations: starting, progress, report, items, and cancelling. */
export function evaluationRoutes(
  app: Hono<AppEnv>,
  {
    evaluations,
    evaluationService,
    config,
  }: Pick<AppDependencies, "evaluations" | "evaluationService" | "config">,
): void {
  app.post("/policies/:id/evaluations", requireScope("evaluations:write"), async (c) => {
    const policyId = policyIdOf(c.req.param("id"));
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validateCreate);
    const evaluation = await evaluationService.create(policyId, request, c.get("caller").keyId);
    return c.json(evaluation, 202, { Location: `/evaluations/${evaluation.id}` });
  });

  app.post("/policies/:id/try", requireScope("evaluations:write"), async (c) => {
    const policyId = policyIdOf(c.req.param("id"));
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validateTry);
    const evaluation = await evaluationService.try(policyId, request, c.get("caller").keyId);
    return c.json(evaluation, 202, { Location: `/evaluations/${evaluation.id}` });
  });

  app.get("/evaluations", requireScope("evaluations:read"), async (c) => {
    const query = readQuery(c.req.url, evaluationQuerySchema, validateListQuery);
    const { policy_id: policyId, after, limit = DEFAULT_EVALUATION_PAGE_SIZE } = query;
    const listed = await evaluations.list({
      purpose: "evaluation",
      limit,
      ...(policyId === undefined ? {} : { policyId }),
      ...(after === undefined ? {} : { after }),
    });
    const page: EvaluationPage = {
      data: [...listed.evaluations],
      next_cursor: listed.evaluations.at(-1)?.id ?? after ?? null,
      has_more: listed.hasMore,
    };
    return c.json(page);
  });

  app.get("/evaluations/:id", requireScope("evaluations:read"), async (c) =>
    c.json(found(await evaluations.get(evaluationIdOf(c.req.param("id"))))),
  );

  app.get("/evaluations/:id/items", requireScope("evaluations:read"), async (c) => {
    const id = evaluationIdOf(c.req.param("id"));
    const query = readQuery(c.req.url, evaluationItemQuerySchema, validateItemQuery);
    const { filter, reasoning = false, after = 0, limit = DEFAULT_EVALUATION_ITEM_PAGE_SIZE } = query;
    if (reasoning) requireReasoning(c.get("caller").scopes);
    const listed = await evaluations.items(id, {
      reasoning,
      after,
      limit,
      ...(filter === undefined ? {} : { filter }),
    });
    if (listed === null) throw notFound();
    const page: EvaluationItemPage = {
      data: [...listed.items],
      next_cursor: listed.next ?? query.after ?? null,
      has_more: listed.hasMore,
    };
    return c.json(page);
  });

  app.post("/evaluations/:id/cancel", requireScope("evaluations:write"), async (c) =>
    c.json(found(await evaluationService.cancel(evaluationIdOf(c.req.param("id"))))),
  );
}

function requireReasoning(scopes: readonly string[]): void {
  if (scopes.includes("reasoning:read") || scopes.includes("admin")) return;
  throw new ServiceError("forbidden", "reasoning=true needs the scope reasoning:read.");
}

function found(evaluation: Evaluation | null): Evaluation {
  if (evaluation === null) throw notFound();
  return evaluation;
}

function notFound(): ServiceError {
  return new ServiceError("evaluation_not_found", "");
}
