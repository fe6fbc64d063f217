import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import {
  type ModerationRequest,
  moderationRequestSchema,
  type ModerationResponse,
} from "../../../schemas/moderations.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { PolicyStore } from "../../policies/policy-store.ts";
import { judgeContents, waitMsOf } from "../compat/judge-contents.ts";
import { type Judged, requireJudged } from "../compat/judged.ts";
import { refuseOtherParts, textsOf } from "../compat/moderation-input.ts";
import { resolveModel } from "../compat/moderation-model.ts";
import { type JudgedByCategories, moderationResult } from "../compat/moderation-result.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { namedBy } from "../named-request.ts";

/** Its errors have OpenAI's format. */
export const MODERATIONS_PATH = "/v1/moderations";

const validate = compileValidator<ModerationRequest>(moderationRequestSchema);

/**
 * POST /v1/moderations in OpenAI's format. Every text is judged under every policy before the response is sent. If a
 * text was not judged, the whole request fails; it is never a result that is not flagged.
 */
export function moderationRoutes(app: Hono<AppEnv>, { classifier, policies, config }: AppDependencies): void {
  const limits = { defaultSeconds: config.http.defaultWaitSeconds, maxSeconds: config.http.maxWaitSeconds };

  app.post(MODERATIONS_PATH, requireScope("classify"), async (c) => {
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, (body) => {
      refuseOtherParts(body);
      return validate(body);
    });
    const model = resolveModel(request.model, config.compat.moderationSets);
    const judged = await judgeContents(c, classifier, {
      contents: textsOf(request),
      policies: model.policies,
      ...namedBy(c, classifier, `POST ${MODERATIONS_PATH}`, request),
      waitMs: waitMsOf(c, limits),
    });

    const verdicts = judged.map(requireJudged);
    const response: ModerationResponse = {
      id: `modr-${randomUUID()}`,
      model: model.set ?? nameOf(verdicts),
      results: await Promise.all(
        verdicts.map(async (own) => moderationResult(await withCategories(policies, own))),
      ),
    };
    return c.json(response);
  });
}

/** The only policy of the request, with its version. */
function nameOf(verdicts: readonly (readonly Judged[])[]): string {
  const policy = verdicts[0]?.[0]?.record.policy;
  return policy === undefined ? "" : `${policy.id}@${policy.version}`;
}

function withCategories(
  policies: Pick<PolicyStore, "getVersion">,
  verdicts: readonly Judged[],
): Promise<readonly JudgedByCategories[]> {
  return Promise.all(
    verdicts.map(async (judged) => {
      const { id, version } = judged.record.policy;
      const { policy } = await policies.getVersion(id, version);
      return { ...judged, categories: policy.categories };
    }),
  );
}
