import type { Hono } from "hono";
import {
  type GuardrailRequest,
  guardrailRequestSchema,
  type GuardrailResponse,
} from "../../../schemas/guardrail.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { blockedReason } from "../compat/blocked-reason.ts";
import { contentsOf } from "../compat/guardrail-contents.ts";
import { guardrailPolicies } from "../compat/guardrail-policies.ts";
import { judgeContents, waitMsOf } from "../compat/judge-contents.ts";
import { judgedOf, requireJudged } from "../compat/judged.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";

const validate = compileValidator<GuardrailRequest>(guardrailRequestSchema);

/** The reason if the titles cannot be read: a known violation is a result, never an error. */
const BLOCKED = "Blocked by policy";

/** The path that LiteLLM appends to its `api_base`. */
export const GUARDRAIL_PATH = "/beta/litellm_basic_guardrail_api";

/**
 * LiteLLM's generic guardrail API. The action is NONE only if everything was judged and nothing violates a policy. If
 * content could not be judged, the response is an error, and the proxy's own settings decide whether the call proceeds.
 */
export function guardrailRoutes(app: Hono<AppEnv>, { classifier, policies, config }: AppDependencies): void {
  const limits = { defaultSeconds: config.http.defaultWaitSeconds, maxSeconds: config.http.maxWaitSeconds };

  app.post(GUARDRAIL_PATH, requireScope("classify"), async (c) => {
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validate);
    const chosen = guardrailPolicies(request, config.compat.guardrailPolicies);
    const judged = await judgeContents(c, classifier, {
      contents: contentsOf(request),
      policies: chosen,
      ...externalIdOf(request),
      waitMs: waitMsOf(c, limits),
    });

    const records = judged.flat();
    const violations = records.map(judgedOf).filter((verdict) => verdict?.verdict.violation === 1);
    // One violation is enough to block, whatever the other outcomes.
    const verdicts =
      violations.length > 0 ? violations.filter((one) => one !== null) : requireJudged(records);
    const response: GuardrailResponse = {
      action: violations.length > 0 ? "BLOCKED" : "NONE",
      ...(violations.length > 0
        ? { blocked_reason: await blockedReason(policies, verdicts).catch(() => BLOCKED) }
        : {}),
      policy_ids: [...new Set(verdicts.map(({ record }) => record.policy.id))],
      verdict_ids: verdicts.map(({ record }) => record.id),
    };
    return c.json(response);
  });
}

/** The call id of the proxy's log, by which the verdicts can be listed. */
function externalIdOf({ litellm_call_id: id }: GuardrailRequest): { readonly externalId?: string } {
  return id == null || id === "" || id.length > 256 ? {} : { externalId: id };
}
