import type { Hono } from "hono";
import { DEFAULT_PAGE_SIZE } from "../../../schemas/verdict-query.ts";
import {
  type CreateWebhookRequest,
  createWebhookRequestSchema,
  type ReplayResult,
  type UpdateWebhookRequest,
  updateWebhookRequestSchema,
  type WebhookDeliveryPage,
  type WebhookDeliveryQuery,
  webhookDeliveryQuerySchema,
  type WebhookPage,
} from "../../../schemas/webhook.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { webhookDeliveryIdOf, webhookIdOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const validateCreate = compileValidator<CreateWebhookRequest>(createWebhookRequestSchema);
const validateUpdate = compileValidator<UpdateWebhookRequest>(updateWebhookRequestSchema);
const validateQuery = compileValidator<WebhookDeliveryQuery>(webhookDeliveryQuerySchema);

/** Webhook endpoints and their deliveries. Only the responses to creation and rotation contain secrets. */
export function webhookRoutes(app: Hono<AppEnv>, { webhooks, config }: AppDependencies): void {
  app.post("/webhooks", requireScope("admin"), async (c) => {
    const request = await readJson(c.req.raw, config.http.maxBodyBytes, validateCreate);
    const created = await webhooks.create(request);
    return c.json(created, 201, { Location: `/webhooks/${created.id}` });
  });

  app.get("/webhooks", requireScope("admin"), async (c) => {
    const page: WebhookPage = { data: [...(await webhooks.list())] };
    return c.json(page);
  });

  app.get("/webhooks/:id", requireScope("admin"), async (c) =>
    c.json(await webhooks.get(webhookIdOf(c.req.param("id")))),
  );

  app.patch("/webhooks/:id", requireScope("admin"), async (c) => {
    const id = webhookIdOf(c.req.param("id"));
    const changes = await readJson(c.req.raw, config.http.maxBodyBytes, validateUpdate);
    return c.json(await webhooks.update(id, changes));
  });

  app.delete("/webhooks/:id", requireScope("admin"), async (c) => {
    await webhooks.delete(webhookIdOf(c.req.param("id")));
    return c.body(null, 204);
  });

  app.post("/webhooks/:id/rotate-secret", requireScope("admin"), async (c) =>
    c.json(await webhooks.rotateSecret(webhookIdOf(c.req.param("id")))),
  );

  app.post("/webhooks/:id/test", requireScope("admin"), async (c) =>
    c.json(await webhooks.sendTest(webhookIdOf(c.req.param("id"))), 202),
  );

  app.get("/webhooks/:id/deliveries", requireScope("admin"), async (c) => {
    const webhookId = webhookIdOf(c.req.param("id"));
    const { limit, ...rest } = readQuery(c.req.url, webhookDeliveryQuerySchema, validateQuery);
    const found = await webhooks.listDeliveries({ ...rest, webhookId, limit: limit ?? DEFAULT_PAGE_SIZE });
    const page: WebhookDeliveryPage = { data: [...found.deliveries], next_cursor: found.nextCursor };
    return c.json(page);
  });

  app.post("/webhooks/:id/replay", requireScope("admin"), async (c) => {
    const body: ReplayResult = { replayed: await webhooks.replayDead(webhookIdOf(c.req.param("id"))) };
    return c.json(body, 202);
  });

  app.post("/webhooks/deliveries/:id/replay", requireScope("admin"), async (c) =>
    c.json(await webhooks.replay(webhookDeliveryIdOf(c.req.param("id"))), 202),
  );
}
