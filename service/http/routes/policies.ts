import type { Hono } from "hono";
import type { PolicyPage, PolicyVersionPage } from "../../../schemas/page.ts";
import { MAX_POLICY_BYTES, type PolicyVersionResource } from "../../../schemas/policy.ts";
import {
  type PolicyQuery,
  policyQuerySchema,
  type PutPolicyQuery,
  putPolicyQuerySchema,
} from "../../../schemas/policy-query.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { acceptPolicy } from "../../judging/accept-policy.ts";
import { policyEtag, type PolicyStore, type StoredPolicyVersion } from "../../policies/policy-store.ts";
import { ServiceError } from "../../errors.ts";
import type { AppDependencies, AppEnv } from "../dependencies.ts";
import { parseIfMatch } from "../etag.ts";
import { chooseMediaType } from "../media-type.ts";
import { requireScope } from "../middleware/authenticate.ts";
import { readBytes, requireMediaType } from "../middleware/body.ts";
import { newPolicyIdOf, policyIdOf, policyVersionOf } from "../path-ids.ts";
import { policyVersionResource } from "../policy-version-resource.ts";
import { readQuery } from "../query.ts";
import { JSON_MEDIA_TYPE, representation } from "../respond.ts";

const MARKDOWN = "text/markdown";

const validateQuery = compileValidator<PolicyQuery>(policyQuerySchema);
const validatePutQuery = compileValidator<PutPolicyQuery>(putPolicyQuerySchema);

/** Policies and their immutable versions. */
export function policyRoutes(app: Hono<AppEnv>, { policies, config, linter }: AppDependencies): void {
  const versionResource = (version: StoredPolicyVersion): Promise<PolicyVersionResource> =>
    policyVersionResource(version, linter);

  app.get("/policies", requireScope("policies:read"), async (c) => {
    const query = readQuery(c.req.url, policyQuerySchema, validateQuery);
    const data = await policies.list({ includeArchived: query.include_archived ?? false });
    const page: PolicyPage = { data: [...data] };
    return representation(c, JSON.stringify(page));
  });

  app.put("/policies/:id", requireScope("policies:write"), async (c) => {
    const id = newPolicyIdOf(c.req.param("id"));
    const { draft = false } = readQuery(c.req.url, putPolicyQuerySchema, validatePutQuery);
    requireMediaType(c.req.raw, MARKDOWN);
    const document = acceptPolicy(await readBytes(c.req.raw, MAX_POLICY_BYTES), config.engine);
    const ifMatch = await resolveIfMatch(policies, id, c.req.header("If-Match"));
    const { version, created } = await policies.put(id, document, {
      ...ifMatch,
      draft,
      by: c.get("caller").keyId,
    });
    // The tag of the policy, not of this representation: it is for the next If-Match.
    c.header("ETag", policyEtag(await policies.get(id)));
    c.header("Location", `/policies/${id}/versions/${version.version}`);
    return c.json(await versionResource(version), created ? 201 : 200);
  });

  app.post("/policies/lint", requireScope("policies:read"), async (c) => {
    requireMediaType(c.req.raw, MARKDOWN);
    return c.json(await linter.lintDocument(await readBytes(c.req.raw, MAX_POLICY_BYTES)));
  });

  app.get("/policies/:id", requireScope("policies:read"), async (c) => {
    const policy = await policies.get(policyIdOf(c.req.param("id")));
    return representation(c, JSON.stringify(policy), { etag: policyEtag(policy) });
  });

  app.delete("/policies/:id", requireScope("policies:write"), async (c) => {
    await policies.archive(policyIdOf(c.req.param("id")), c.get("caller").keyId);
    return c.body(null, 204);
  });

  app.get("/policies/:id/versions", requireScope("policies:read"), async (c) => {
    const versions = await policies.listVersions(policyIdOf(c.req.param("id")));
    const page: PolicyVersionPage = { data: await Promise.all(versions.map(versionResource)) };
    return representation(c, JSON.stringify(page));
  });

  app.get("/policies/:id/versions/:version", requireScope("policies:read"), async (c) => {
    const id = policyIdOf(c.req.param("id"));
    const type = chooseMediaType(c.req.header("Accept"), [JSON_MEDIA_TYPE, MARKDOWN]);
    if (type === null) {
      throw new ServiceError("not_acceptable", `Accept ${JSON_MEDIA_TYPE} or ${MARKDOWN}.`);
    }
    const stored = await policies.getVersion(id, policyVersionOf(c.req.param("version")));
    const headers = { Vary: "Accept" };
    return type === MARKDOWN
      ? representation(c, stored.policy.source, { contentType: `${MARKDOWN}; charset=utf-8`, headers })
      : representation(c, JSON.stringify(await versionResource(stored)), { headers });
  });
}

/**
 * The store compares one tag under its lock. Of several tags, the one that matches now is passed on; if none matches,
 * the store detects it.
 */
async function resolveIfMatch(
  policies: PolicyStore,
  id: string,
  field: string | undefined,
): Promise<{ readonly ifMatch?: string }> {
  if (field === undefined) return {};
  const tags = parseIfMatch(field);
  if (tags === "*") return { ifMatch: "*" };
  const [first, ...others] = tags;
  if (first === undefined) {
    throw new ServiceError(
      "precondition_failed",
      "If-Match contains no strong entity tag. Send the ETag of the policy, or *.",
    );
  }
  if (others.length === 0) return { ifMatch: first };
  const policy = (await policies.list({ includeArchived: true })).find((candidate) => candidate.id === id);
  const current = policy === undefined ? undefined : policyEtag(policy);
  return { ifMatch: tags.find((tag) => tag === current) ?? first };
}
