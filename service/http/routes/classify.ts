import type { Hono } from "hono";
import { type ClassifyRequest, classifyRequestSchema } from "../../../schemas/classify-request.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { isSettled } from "../../classify/settled-waiters.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { parsePrefer, planWait } from "../prefer.ts";

import { withWaitSignal } from "../waiting.ts";

const validate = compileValidator<ClassifyRequest>(classifyRequestSchema);

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** POST /classify: 200 where everything is settled, else 202 with Location of the first record. */
export function classifyRoutes(app: Hono<AppEnv>, { classifier, config }: AppDependencies): void {
  const limits = { defaultSeconds: config.http.defaultWaitSeconds, maxSeconds: config.http.maxWaitSeconds };

  app.post("/classify", requireScope("classify"), async (c) => {
    const idempotencyKey = readIdempotencyKey(c.req.header("Idempotency-Key"));
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validate);
    const plan = planWait(parsePrefer(c.req.header("Prefer")), limits);

    const submission = await classifier.submit(request, { caller: c.get("caller"), ...idempotencyKey });
    const ids = submission.records.map(({ id }) => id);
    c.set("verdictIds", ids);
    const records =
      plan.waitMs === 0 || submission.records.every(isSettled)
        ? submission.records
        : await withWaitSignal(c, (signal) => classifier.waitForSettled(ids, plan.waitMs, signal));

    const settled = records.every(isSettled);
    const applied = plan.applied(settled);
    if (applied !== null) c.header("Preference-Applied", applied);
    if (submission.replayed) c.header("Idempotent-Replayed", "true");
    if (!settled) c.header("Location", `/verdicts/${ids[0] ?? ""}`);
    c.header("Vary", "Prefer");
    return c.json(request.policy_ids === undefined ? records[0] : { data: records }, settled ? 200 : 202);
  });
}

function readIdempotencyKey(field: string | undefined): { readonly idempotencyKey?: string } {
  if (field === undefined) return {};
  if (IDEMPOTENCY_KEY.test(field)) return { idempotencyKey: field };
  throw new ServiceError("invalid_request", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
}
