import type { Context, Hono } from "hono";
import { type ClassifyRequest, classifyRequestSchema } from "../../../schemas/classify-request.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { ClassifyService } from "../../judging/classifier.ts";
import type { Caller } from "../../keys/key-store.ts";
import { isSettled } from "../../judging/settled-waiters.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { hasScope, requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { namedBy } from "../named-request.ts";
import { parsePrefer, planWait, type WaitLimits } from "../prefer.ts";
import { closingSignal, withWaitSignal } from "../waiting.ts";

const validate = compileValidator<ClassifyRequest>(classifyRequestSchema);

const RETRY_AFTER_SECONDS = 5;

/**
 * POST /classify: 200 if everything is settled, otherwise 202 with the Location of the first record. If a waiting
 * caller disconnects or its wait ends, items that no worker has started are dropped, unless the caller can fetch them
 * later: with `Prefer: respond-async` or an Idempotency-Key.
 */
export function classifyRoutes(app: Hono<AppEnv>, { classifier, config }: AppDependencies): void {
  const limits = { defaultSeconds: config.http.defaultWaitSeconds, maxSeconds: config.http.maxWaitSeconds };

  app.post("/classify", requireScope("classify"), async (c) => {
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validate);
    const plan = planWait(parsePrefer(c.req.header("Prefer")), limits);
    const waitMs = classifyWaitMs(c, limits);

    const caller = c.get("caller");
    const named = namedBy(c, classifier, "POST /classify", request);
    const submission = await classifier.submit(request, {
      caller,
      ...named,
      waitMs,
    });
    const ids = submission.records.map(({ id }) => id);
    c.set("verdictIds", ids);
    let records =
      plan.waitMs === 0 || submission.records.every(isSettled)
        ? submission.records
        : await withWaitSignal(c, (signal) =>
            classifier.waitForSettled(ids, plan.waitMs, signal, c.get("caller").keyId),
          );

    const mayRepeat = named.idempotency !== undefined || closingSignal(c)?.aborted === true;
    if (waitMs !== null && !mayRepeat && !records.every(isSettled)) {
      records = await abandon(classifier, records);
    }
    const settled = records.every(isSettled);
    const applied = plan.applied(settled);
    if (applied !== null) c.header("Preference-Applied", applied);
    if (submission.replayed) c.header("Idempotent-Replayed", "true");
    if (!settled) c.header("Location", `/verdicts/${ids[0] ?? ""}`);
    c.header("Vary", "Prefer");
    const shown = records.map((record) => shownTo(caller, record));
    return c.json(request.policy_ids === undefined ? shown[0] : { data: shown }, settled ? 200 : 202);
  });
}

/** Returns how long the caller waits for its items; null if it will fetch them later. */
export function classifyWaitMs(c: Context<AppEnv>, limits: WaitLimits): number | null {
  const preferences = parsePrefer(c.req.header("Prefer"));
  const { waitMs } = planWait(preferences, limits);
  return waitMs > 0 && !preferences.respondAsync ? waitMs : null;
}

/** Drops the items that no worker has started. Throws not_judged_in_time if none is left. */
async function abandon(
  classifier: ClassifyService,
  records: readonly VerdictRecord[],
): Promise<readonly VerdictRecord[]> {
  const unsettled = records.filter((record) => !isSettled(record)).map(({ id }) => id);
  const after = new Map((await classifier.abandon(unsettled)).map((record) => [record.id, record]));
  const now = records.map((record) => after.get(record.id) ?? record);
  if (now.every(({ error }) => error?.code === "caller_left")) {
    throw new ServiceError(
      "not_judged_in_time",
      "The wait ended before a worker started the items, so they were dropped. Wait longer, or send Prefer: respond-async.",
      { retryAfterSeconds: RETRY_AFTER_SECONDS },
    );
  }
  return now;
}

/** The source of a cached verdict may be another key's item, so only keys that may read it see its id. */
function shownTo(caller: Caller, record: VerdictRecord): VerdictRecord {
  return hasScope(caller, "verdicts:read") ? record : { ...record, cached_from: null };
}
