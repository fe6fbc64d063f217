import type { Hono } from "hono";
import { type Stats, type StatsQuery, statsQuerySchema } from "../../../schemas/stats.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import { statsPeriod } from "../../judging/stats-period.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { instantParameter } from "../instant-parameter.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readQuery } from "../query.ts";

const DAY_MS = 24 * 3600 * 1000;
const validateQuery = compileValidator<StatsQuery>(statsQuerySchema);

/** Figures over time. */
export function statsRoutes(app: Hono<AppEnv>, { verdicts }: Pick<AppDependencies, "verdicts">): void {
  app.get("/stats", requireScope("verdicts:read"), async (c) => {
    const { policy_id: policyId, ...times } = readQuery(c.req.url, statsQuerySchema, validateQuery);
    const now = new Date();
    const until = times.until === undefined ? now : new Date(instantParameter("until", times.until));
    const since =
      times.since === undefined
        ? new Date(until.getTime() - DAY_MS)
        : new Date(instantParameter("since", times.since));
    if (since >= until) throw emptyPeriod();
    const period = statsPeriod(since, until, now);
    const found = await verdicts.stats({ ...period, ...(policyId === undefined ? {} : { policyId }) });
    const body: Stats = {
      since: period.since.toISOString(),
      until: period.until.toISOString(),
      bucket_seconds: period.bucketSeconds,
      data: [...found.data],
      now: found.now,
    };
    return c.json(body);
  });
}

function emptyPeriod(): ServiceError {
  return new ServiceError("invalid_request", "The query is not valid. Fix what errors points to.", {
    faults: [{ pointer: "/since", message: "must be before until" }],
  });
}
