import type { Context, Hono } from "hono";
import { diffPolicies } from "../../../policies/diff/diff-policies.ts";
import {
  type ActivateRequest,
  activateRequestSchema,
  type ActivationPage,
  type RollbackRequest,
  rollbackRequestSchema,
} from "../../../schemas/activation.ts";
import type { PolicyResource } from "../../../schemas/policy.ts";
import { type PolicyDiffQuery, policyDiffQuerySchema } from "../../../schemas/policy-diff.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { policyEtag } from "../../policies/policy-store.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { policyIdOf, policyVersionOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";
import { representation } from "../respond.ts";

const validateActivate = compileValidator<ActivateRequest>(activateRequestSchema);
const validateRollback = compileValidator<RollbackRequest>(rollbackRequestSchema);
const validateDiffQuery = compileValidator<PolicyDiffQuery>(policyDiffQuerySchema);

/** Which version of a policy is active, and what its versions change. */
export function policyReleaseRoutes(
  app: Hono<AppEnv>,
  { policies, releases, config, countTokens }: AppDependencies,
): void {
  app.post("/policies/:id/activate", requireScope("policies:write"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validateActivate);
    return updated(c, await releases.activate(id, request, c.get("caller").keyId));
  });

  app.post("/policies/:id/rollback", requireScope("policies:write"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    const why = await readJson(c.req.raw, config.http.maxBodyBytes, validateRollback);
    return updated(c, await policies.rollback(id, { by: c.get("caller").keyId, ...why }));
  });

  app.get("/policies/:id/versions/:version/gate", requireScope("policies:read"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    return c.json(await releases.ask(id, policyVersionOf(c.req.param("version"))));
  });

  app.get("/policies/:id/activations", requireScope("policies:read"), async (c) => {
    const activations = await policies.listActivations(policyIdOf(c.req.param("id")));
    const page: ActivationPage = { data: [...activations] };
    return representation(c, JSON.stringify(page));
  });

  app.get("/policies/:id/diff", requireScope("policies:read"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    const query = readQuery(c.req.url, policyDiffQuerySchema, validateDiffQuery);
    const [from, to] = await Promise.all([
      policies.getVersion(id, query.from),
      policies.getVersion(id, query.to),
    ]);
    return representation(c, JSON.stringify(diffPolicies(from, to, countTokens)));
  });
}

function updated(c: Context<AppEnv>, policy: PolicyResource): Response {
  c.header("ETag", policyEtag(policy));
  return c.json(policy);
}
