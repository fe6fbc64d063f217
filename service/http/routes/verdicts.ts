import type { Hono } from "hono";
import type { VerdictPage } from "../../../schemas/page.ts";
import type { VerdictContent } from "../../../schemas/review-item.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { DEFAULT_PAGE_SIZE, type VerdictQuery, verdictQuerySchema } from "../../../schemas/verdict-query.ts";
import type { Reasoning } from "../../../schemas/verdict-record.ts";
import type { VerdictListOptions, VerdictListResult } from "../../judging/verdict-store.ts";
import { isSettled } from "../../judging/settled-waiters.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { matchesIfNoneMatch, strongEtag } from "../etag.ts";
import { listWhenNew } from "../long-poll.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { verdictIdOf } from "../path-ids.ts";
import { parsePrefer, planWait } from "../prefer.ts";
import { readQuery } from "../query.ts";
import { representation } from "../respond.ts";
import { filterOf } from "../verdict-filter.ts";
import { withWaitSignal } from "../waiting.ts";

const validateQuery = compileValidator<VerdictQuery>(verdictQuerySchema);

/** Reading, retrying and erasing records. Reads wait only with `Prefer: wait=N`. */
export function verdictRoutes(app: Hono<AppEnv>, { verdicts, classifier, config }: AppDependencies): void {
  const limits = { defaultSeconds: 0, maxSeconds: config.http.maxWaitSeconds };

  app.get("/verdicts", requireScope("verdicts:read"), async (c) => {
    const options = listOptions(readQuery(c.req.url, verdictQuerySchema, validateQuery));
    const plan = planWait(parsePrefer(c.req.header("Prefer")), limits);
    const known = c.req.header("If-None-Match");
    const nothingNew = (result: VerdictListResult): boolean =>
      result.records.length === 0 || matchesIfNoneMatch(known, strongEtag(pageBody(result)));

    const result = await withWaitSignal(c, (signal) =>
      listWhenNew(verdicts, options, { waitMs: plan.waitMs, nothingNew, signal }),
    );
    const applied = plan.applied(true);
    return representation(c, pageBody(result), {
      headers: { Vary: "Prefer", ...(applied === null ? {} : { "Preference-Applied": applied }) },
    });
  });

  app.get("/verdicts/:id", requireScope("verdicts:read"), async (c) => {
    const id = verdictIdOf(c.req.param("id"));
    c.set("verdictIds", [id]);
    const plan = planWait(parsePrefer(c.req.header("Prefer")), limits);
    let record = await verdicts.get(id);
    if (record !== null && !isSettled(record) && plan.waitMs > 0) {
      const settled = await withWaitSignal(c, (signal) =>
        classifier.waitForSettled([id], plan.waitMs, signal),
      );
      record = settled[0] ?? null;
    }
    if (record === null) throw new ServiceError("verdict_not_found", "");
    const applied = plan.applied(true);
    return representation(c, JSON.stringify(record), {
      headers: { Vary: "Prefer", ...(applied === null ? {} : { "Preference-Applied": applied }) },
    });
  });

  app.get("/verdicts/:id/reasoning", requireScope("reasoning:read"), async (c) => {
    const id = verdictIdOf(c.req.param("id"));
    c.set("verdictIds", [id]);
    const found = await verdicts.getReasoning(id);
    if (found === null) throw new ServiceError("verdict_not_found", "");
    const body: Reasoning = { id, reasoning: found.reasoning };
    return c.json(body);
  });

  app.get("/verdicts/:id/content", requireScope("content:read"), async (c) => {
    const id = verdictIdOf(c.req.param("id"));
    c.set("verdictIds", [id]);
    const kept = await verdicts.readContent(id, c.get("caller").keyId);
    if (kept === null) throw new ServiceError("verdict_not_found", "");
    if (kept.content === null) {
      throw new ServiceError(kept.reason === "erased" ? "verdict_erased" : "content_not_kept", "");
    }
    const body: VerdictContent = { id, content: kept.content };
    return c.json(body);
  });

  app.post("/verdicts/:id/retry", requireScope("classify"), requireScope("content:read"), async (c) => {
    const id = verdictIdOf(c.req.param("id"));
    const retried = await classifier.retry(id, c.get("caller"));
    const record = retried?.records[0];
    if (record === undefined) throw new ServiceError("verdict_not_found", "");
    c.set("verdictIds", [id, record.id]);
    if (retried?.replayed === true) c.header("Idempotent-Replayed", "true");
    return c.json(record, 202, { Location: `/verdicts/${record.id}` });
  });

  app.delete("/verdicts/:id", requireScope("admin"), async (c) => {
    const id = verdictIdOf(c.req.param("id"));
    c.set("verdictIds", [id]);
    const record = await classifier.erase(id, c.get("caller"));
    if (record === null) throw new ServiceError("verdict_not_found", "");
    return c.json(record);
  });
}

function listOptions(query: VerdictQuery): VerdictListOptions {
  const { after, limit = DEFAULT_PAGE_SIZE, order = "asc" } = query;
  return { filter: filterOf(query), limit, order, ...(after === undefined ? {} : { after }) };
}

function pageBody({ records, nextCursor, hasMore }: VerdictListResult): string {
  const page: VerdictPage = { data: [...records], next_cursor: nextCursor, has_more: hasMore };
  return JSON.stringify(page);
}
