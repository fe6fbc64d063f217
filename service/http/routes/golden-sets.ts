import type { Hono } from "hono";
import {
  DEFAULT_GOLDEN_PAGE_SIZE,
  type GoldenItemPage,
  type GoldenItemQuery,
  goldenItemQuerySchema,
  type GoldenSetPage,
  MAX_GOLDEN_BYTES,
  type PutGoldenSetQuery,
  putGoldenSetQuerySchema,
} from "../../../schemas/golden-set.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ServiceError } from "../../errors.ts";
import { goldenMessage } from "../../evaluations/golden-message.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readText, requireMediaType } from "../middleware/body.ts";
import { OpenPerKey } from "../open-per-key.ts";
import { goldenSetNameOf, goldenSetVersionOf, newGoldenSetNameOf } from "../path-ids.ts";
import { readQuery } from "../query.ts";

const validatePutQuery = compileValidator<PutGoldenSetQuery>(putGoldenSetQuerySchema);
const validateItemQuery = compileValidator<GoldenItemQuery>(goldenItemQuerySchema);

const RETRY_AFTER_SECONDS = 5;

/** Golden sets and their immutable versions. */
export function goldenSetRoutes(
  app: Hono<AppEnv>,
  { goldenSets, goldenService, config }: Pick<AppDependencies, "goldenSets" | "goldenService" | "config">,
): void {
  const uploads = new OpenPerKey();

  app.get("/golden-sets", requireScope("evaluations:read"), async (c) => {
    const page: GoldenSetPage = { data: [...(await goldenSets.list())] };
    return c.json(page);
  });

  app.put("/golden-sets/:name", requireScope("evaluations:write"), async (c) => {
    const name = newGoldenSetNameOf(c.req.param("name"));
    const query = readQuery(c.req.url, putGoldenSetQuerySchema, validatePutQuery);
    requireMediaType(
      c.req.raw,
      "application/jsonl",
      "application/x-ndjson",
      "application/x-jsonlines",
      "text/csv",
      "text/tab-separated-values",
      "text/plain",
    );
    // Each request has its whole upload in memory.
    const ended = uploads.begin(c.get("caller").keyId, config.http.maxUploadsPerKey);
    if (ended === null) {
      throw new ServiceError(
        "concurrency_limit_exceeded",
        `The limit is ${config.http.maxUploadsPerKey} uploads at a time. Wait until one of them ends.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      );
    }
    try {
      const imported = await goldenService.put(name, await readText(c.req.raw, MAX_GOLDEN_BYTES), query);
      const { version } = imported.golden_set;
      return c.json(imported, imported.created ? 201 : 200, {
        Location: `/golden-sets/${name}/versions/${version}`,
      });
    } finally {
      ended();
    }
  });

  app.get("/golden-sets/:name", requireScope("evaluations:read"), async (c) =>
    c.json(await goldenSets.get(goldenSetNameOf(c.req.param("name")), null)),
  );

  app.delete("/golden-sets/:name", requireScope("evaluations:write"), async (c) => {
    await goldenSets.delete(goldenSetNameOf(c.req.param("name")), c.get("caller").keyId);
    return c.body(null, 204);
  });

  app.get("/golden-sets/:name/versions", requireScope("evaluations:read"), async (c) => {
    const versions = await goldenSets.listVersions(goldenSetNameOf(c.req.param("name")));
    const page: GoldenSetPage = { data: [...versions] };
    return c.json(page);
  });

  app.get("/golden-sets/:name/versions/:version", requireScope("evaluations:read"), async (c) => {
    const name = goldenSetNameOf(c.req.param("name"));
    return c.json(await goldenSets.get(name, goldenSetVersionOf(name, c.req.param("version"))));
  });

  app.get("/golden-sets/:name/versions/:version/items", requireScope("evaluations:read"), async (c) => {
    const name = goldenSetNameOf(c.req.param("name"));
    const version = goldenSetVersionOf(name, c.req.param("version"));
    const query = readQuery(c.req.url, goldenItemQuerySchema, validateItemQuery);
    const { after = 0, limit = DEFAULT_GOLDEN_PAGE_SIZE } = query;
    const { items, next, hasMore } = await goldenSets.items(name, version, after, limit);
    const page: GoldenItemPage = {
      data: items.map((item) => ({ ...goldenMessage(item), content: item.content })),
      next_cursor: next ?? query.after ?? null,
      has_more: hasMore,
    };
    return c.json(page);
  });
}
