import type { Hono } from "hono";
import { type LabelRequest, labelRequestSchema } from "../../../schemas/label.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { PolicyRef } from "../../../schemas/policy-ref.ts";
import { ServiceError } from "../../errors.ts";
import { judgeContents, waitMsOf } from "../compat/judge-contents.ts";
import { requireJudged } from "../compat/judged.ts";
import { labelResponse } from "../compat/label-response.ts";
import { type Labeler, labelerOf, storeCriteria } from "../compat/labeler.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { hasScope, requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { namedBy } from "../named-request.ts";

const validate = compileValidator<LabelRequest>(labelRequestSchema);

/** Callers of this API have a timeout of five seconds, so the response must be sent earlier. */
export const LABEL_WAIT_SECONDS = 4;

export const LABEL_PATH = "/v1/label";

/**
 * POST /v1/label, the labelling API that Coop calls. Its callers treat 401 and 404 as final and retry after every other
 * error, so an archived policy is reported as not found.
 */
export function labelRoutes(app: Hono<AppEnv>, { classifier, policies, config }: AppDependencies): void {
  const { maxWaitSeconds: maxSeconds } = config.http;
  const limits = { defaultSeconds: LABEL_WAIT_SECONDS, maxSeconds };

  app.post(LABEL_PATH, requireScope("classify"), async (c) => {
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validate);
    const policyOf = async (labeler: Labeler): Promise<PolicyRef> => {
      if (labeler.kind === "stored") return labeler.policy;
      if (!hasScope(c.get("caller"), "policies:write")) {
        throw new ServiceError(
          "forbidden",
          "criteria_text is stored as a policy, which requires a key with the scope policies:write.",
        );
      }
      return storeCriteria(policies, labeler.text, config.engine, c.get("caller").keyId);
    };
    const policy = await policyOf(labelerOf(request));
    const judged = await judgeContents(c, classifier, {
      contents: [request.content_text],
      policies: [policy],
      ...namedBy(c, classifier, `POST ${LABEL_PATH}`, request),
      waitMs: waitMsOf(c, limits),
    }).catch((error: unknown) => {
      const archived = error instanceof ServiceError && error.code === "policy_archived";
      throw archived
        ? new ServiceError(
            "policy_not_found",
            `The policy ${policy.id} is archived. Upload it again to restore it.`,
            { cause: error },
          )
        : error;
    });

    const [verdict] = judged.flatMap(requireJudged);
    if (verdict === undefined) throw new ServiceError("not_judged_in_time", "");
    return c.json(labelResponse(verdict));
  });
}
