import type { Context, Hono } from "hono";
import { waitMsOf } from "./compat/judge-contents.ts";
import type { AppDependencies, AppEnv } from "./dependencies.ts";
import { limitConcurrency, limitRate, sendQuotas } from "./middleware/limit-keys.ts";
import { refuseEarly } from "./middleware/refuse-early.ts";
import { classifyWaitMs } from "./routes/classify.ts";
import { LABEL_PATH, LABEL_WAIT_SECONDS } from "./routes/label.ts";
import { GUARDRAIL_PATH } from "./routes/litellm-guardrail.ts";
import { MODERATIONS_PATH } from "./routes/moderations.ts";

/**
 * Applies the limits of keys and the capacity of the queue to judging requests; the limits that need no store are
 * checked first. Batch uploads are exempt from the capacity, since their lines can wait. Must run after `authenticate`
 * and before the routes.
 */
export function limitJudging(
  app: Hono<AppEnv>,
  { classifier, config, requestCounter }: AppDependencies,
): void {
  const limits = { defaultSeconds: config.http.defaultWaitSeconds, maxSeconds: config.http.maxWaitSeconds };
  const labelLimits = { ...limits, defaultSeconds: LABEL_WAIT_SECONDS };
  const concurrency = limitConcurrency(config.limits);
  const rate = limitRate(config.limits, requestCounter);
  const judging = (path: string, waitMs: (c: Context<AppEnv>) => number | null): void =>
    void app.post(path, sendQuotas, concurrency, refuseEarly(classifier, waitMs), rate);

  judging("/classify", (c) => classifyWaitMs(c, limits));
  judging(MODERATIONS_PATH, (c) => waitMsOf(c, limits));
  judging(GUARDRAIL_PATH, (c) => waitMsOf(c, limits));
  judging(LABEL_PATH, (c) => waitMsOf(c, labelLimits));
  app.post("/batches", sendQuotas, concurrency, rate);
}
