import type { Hono } from "hono";
import {
  type AuditPage,
  type AuditQuery,
  auditQuerySchema,
  DEFAULT_AUDIT_PAGE_SIZE,
} from "../../../schemas/audit.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { AuditFilter } from "../../audit/audit-log.ts";
import { verifyLog } from "../../audit/verify-log.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { instantParameter } from "../instant-parameter.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readQuery } from "../query.ts";

const validateQuery = compileValidator<AuditQuery>(auditQuerySchema);

/** Reads the audit log. No route writes to it: entries are written together with the changes that they record. */
export function auditRoutes(app: Hono<AppEnv>, { audit }: Pick<AppDependencies, "audit">): void {
  app.get("/audit", requireScope("audit:read"), async (c) => {
    const query = readQuery(c.req.url, auditQuerySchema, validateQuery);
    const { limit = DEFAULT_AUDIT_PAGE_SIZE, order = "desc", after } = query;
    const { entries, hasMore } = await audit.list({
      filter: filterOf(query),
      order,
      limit,
      ...(after === undefined ? {} : { after: Number(after) }),
    });
    const page: AuditPage = {
      data: [...entries],
      next_cursor: entries.at(-1)?.position.toString() ?? after ?? null,
      has_more: hasMore,
    };
    return c.json(page);
  });

  app.get("/audit/verify", requireScope("audit:read"), async (c) =>
    c.json(await verifyLog(audit, c.req.raw.signal)),
  );
}

function filterOf({ actor, action, subject, since, until }: AuditQuery): AuditFilter {
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(subject === undefined ? {} : { subject }),
    ...(since === undefined ? {} : { since: instantParameter("since", since) }),
    ...(until === undefined ? {} : { until: instantParameter("until", until) }),
  };
}
