import type { Hono } from "hono";
import {
  type ApiKey,
  type ApiKeyPage,
  type CreatedKey,
  type CreateKeyRequest,
  createKeyRequestSchema,
} from "../../../schemas/api-key.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { type KeyLimitSettings, limitsOf } from "../../config/key-limits.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readJson } from "../middleware/body.ts";
import { keyIdOf } from "../path-ids.ts";

const validateCreate = compileValidator<CreateKeyRequest>(createKeyRequestSchema);

/** API keys. Only the response to a creation contains the key itself. */
export function keyRoutes(app: Hono<AppEnv>, { keys, config }: AppDependencies): void {
  app.post("/keys", requireScope("admin"), async (c) => {
    const { name, scopes } = await readJson(c.req.raw, config.http.maxBodyBytes, validateCreate);
    const created: CreatedKey = await keys.create(name, scopes, c.get("caller").keyId);
    return c.json(created, 201);
  });

  app.get("/keys", requireScope("admin"), async (c) => {
    const page: ApiKeyPage = {
      data: (await keys.list()).map((key) => ({ ...key, limits: limitsOfKey(config.limits, key.id) })),
    };
    return c.json(page);
  });

  app.delete("/keys/:id", requireScope("admin"), async (c) => {
    if (!(await keys.revoke(keyIdOf(c.req.param("id")), c.get("caller").keyId))) {
      throw new ServiceError("not_found", "No key has this id. List the keys with GET /keys.");
    }
    return c.body(null, 204);
  });
}

function limitsOfKey(settings: KeyLimitSettings, id: string): ApiKey["limits"] {
  const { weight, requestsPerMinute, concurrentRequests, queueSharePercent } = limitsOf(settings, id);
  return {
    weight,
    requests_per_minute: requestsPerMinute,
    concurrent_requests: concurrentRequests,
    queue_share_percent: queueSharePercent,
  };
}
