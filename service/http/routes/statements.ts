import type { Hono } from "hono";
import { type StatementRequest, statementRequestSchema } from "../../../schemas/statement-of-reasons.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import { draftStatement } from "../../statements/draft-statement.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { verdictIdOf } from "../path-ids.ts";

const validate = compileValidator<StatementRequest>(statementRequestSchema);

/** Drafts of statements of reasons. Nothing is stored or sent. */
export function statementRoutes(
  app: Hono<AppEnv>,
  { verdicts, policies, config }: Pick<AppDependencies, "verdicts" | "policies" | "config">,
): void {
  app.post("/verdicts/:id/statement-of-reasons", requireScope("verdicts:read"), async (c) => {
    const id = verdictIdOf(c.req.param("id"));
    c.set("verdictIds", [id]);
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validate);
    const record = await verdicts.get(id);
    if (record === null) throw new ServiceError("verdict_not_found", "");
    const { policy } = await policies.getVersion(record.policy.id, record.policy.version);
    return c.json(draftStatement(record, policy, request));
  });
}
