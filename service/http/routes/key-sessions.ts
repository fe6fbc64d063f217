import type { Hono } from "hono";
import type { KeySessionPage } from "../../../schemas/session.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { keyIdOf, sessionIdOf, sessionNotFound } from "../path-ids.ts";

/** The open sessions of a key, for administrators of keys. */
export function keySessionRoutes(app: Hono<AppEnv>, { sessions }: Pick<AppDependencies, "sessions">): void {
  app.get("/keys/:id/sessions", requireScope("admin"), async (c) => {
    const open = await sessions.list(keyIdOf(c.req.param("id")));
    const page: KeySessionPage = {
      data: open.map(({ id, createdAt, usedAt, expiresAt }) => ({
        id,
        created_at: createdAt.toISOString(),
        used_at: usedAt.toISOString(),
        expires_at: expiresAt.toISOString(),
        current: id === c.get("session")?.id,
      })),
    };
    return c.json(page);
  });

  app.delete("/keys/:id/sessions/:session", requireScope("admin"), async (c) => {
    const session = { id: sessionIdOf(c.req.param("session")), keyId: keyIdOf(c.req.param("id")) };
    if (!(await sessions.end(session, c.get("caller").keyId))) throw sessionNotFound();
    return c.body(null, 204);
  });
}
