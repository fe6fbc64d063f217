import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ApiKeyPage,
  apiKeyPageSchema,
  type CreatedKey,
  createdKeySchema,
  SCOPES,
  type Scope,
} from "../../../schemas/api-key.ts";
import type { OpenAiError } from "../../../schemas/moderations.ts";
import { OPERATIONS } from "../../../schemas/operations/all.ts";
import { compileValidator } from "../../../schemas/validate.ts";
import { ADMIN_KEY, HttpService, problemOf } from "./service.ts";

let http: HttpService;
const keys = new Map<Scope, string>();

beforeAll(async () => {
  // The matrix sends several invalid keys to each operation.
  http = await HttpService.start({ GAVEL_MAX_AUTH_FAILURES: "1000000" });
  for (const scope of SCOPES) keys.set(scope, await http.createKey(scope));
});
afterAll(() => http.stop());

/** Each operation on ids that do not exist, so that nothing is changed. */
const calls = OPERATIONS.map(({ method, path, scope, alsoScope, body }) => ({
  name: `${method.toUpperCase()} ${path}`,
  path: path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) =>
      ({ version: "1", verdict_id: "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10" })[name] ?? "none",
  ),
  scope,
  alsoScope,
  init: {
    method: method.toUpperCase(),
    ...(body === undefined ? {} : { body: "{", headers: { "content-type": body.mediaType } }),
  },
}));

/** The code of an error, which one route returns in OpenAI's format. */
async function codeOf(path: string, response: Response): Promise<string> {
  if (path !== "/v1/moderations") return (await problemOf(response)).code;
  return ((await response.json()) as OpenAiError).error.code;
}

describe.each(calls.filter(({ scope }) => scope !== "none"))("$name", ({ path, scope, alsoScope, init }) => {
  it("is refused without a key and with a wrong key", async () => {
    for (const key of [
      null,
      "wrong",
      `${ADMIN_KEY}x`,
      ADMIN_KEY.slice(0, -1),
      "gavel_abc_def",
      "x".repeat(5000),
    ]) {
      const response = await http.call(path, { ...init, key });
      expect(response.status, String(key)).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain('Bearer realm="gavel"');
      expect(await codeOf(path, response)).toBe("unauthorized");
    }
  });

  it("is refused only to keys without its scope", async () => {
    for (const [held, key] of keys) {
      const response = await http.call(path, { ...init, key });
      const isEnough = alsoScope === undefined && (scope === "any" || held === scope);
      const allowed = isEnough || held === "admin";
      expect(response.status === 403, `${held} for ${scope}`).toBe(!allowed);
      expect(response.status).not.toBe(401);
      if (!allowed) expect(await codeOf(path, response)).toBe("forbidden");
      // A stream does not end.
      else await response.body?.cancel();
    }
  });
});

describe("authentication", () => {
  it("does not require a key for /healthz", async () => {
    const response = await http.call("/healthz", { key: null });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok" });
  });

  it("does not require a key for /", async () => {
    expect((await http.call("/", { key: null })).status).toBe(200);
    expect((await http.call("/", { key: null, method: "POST" })).status).toBe(405);
    expect((await http.call("//", { key: null })).status).toBe(401);
  });

  it("precedes any response that reveals paths and methods", async () => {
    expect((await http.call("/nowhere", { key: null })).status).toBe(401);
    expect((await http.call("/classify", { key: null, method: "PATCH" })).status).toBe(401);
    expect((await http.call("/healthz/", { key: null })).status).toBe(401);
    expect((await http.call("//healthz", { key: null })).status).toBe(401);
  });

  it.each([
    "",
    "Bearer",
    "Bearer ",
    `bearer${ADMIN_KEY}`,
    `Token ${ADMIN_KEY}`,
    ADMIN_KEY,
    `Bearer ${ADMIN_KEY} ${ADMIN_KEY}`,
    `Bearer ${ADMIN_KEY},`,
    "Basic !!!!",
  ])("refuses Authorization: %s", async (authorization) => {
    expect((await http.call("/policies", { key: null, headers: { authorization } })).status).toBe(401);
  });

  it("accepts the scheme in any case", async () => {
    expect(
      (await http.call("/policies", { key: null, headers: { authorization: `BEARER ${ADMIN_KEY}` } })).status,
    ).toBe(200);
  });

  it("accepts HTTP Basic only for reading the reference", async () => {
    const basic = (key: string): { key: null; headers: { authorization: string } } => ({
      key: null,
      headers: { authorization: `Basic ${Buffer.from(`any:${key}`).toString("base64")}` },
    });
    expect((await http.call("/docs", basic(ADMIN_KEY))).status).toBe(200);
    expect((await http.call("/openapi.json", basic(ADMIN_KEY))).status).toBe(200);
    const refused = await http.call("/docs", basic("wrong"));
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain("Basic realm=");
    expect((await http.call("/docs", { ...basic(ADMIN_KEY), method: "POST" })).status).toBe(401);
    for (const path of ["/policies", "/verdicts", "/keys", "/metrics"]) {
      const response = await http.call(path, basic(ADMIN_KEY));
      expect(response.status, path).toBe(401);
      expect(response.headers.get("www-authenticate")).not.toContain("Basic");
    }
  });

  it("accepts no key in the query", async () => {
    expect(
      (await http.call(`/policies?key=${ADMIN_KEY}&access_token=${ADMIN_KEY}`, { key: null })).status,
    ).toBe(401);
  });
});

describe("keys", () => {
  it("are created, listed without the key, used, and revoked", async () => {
    const created = await http.call("/keys", { json: { name: "forum", scopes: ["policies:read"] } });
    expect(created.status).toBe(201);
    expect(created.headers.get("cache-control")).toBe("no-store");
    const validation = compileValidator<CreatedKey>(createdKeySchema)(await created.json());
    if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
    const { id, key } = validation.value;
    expect((await http.call("/policies", { key })).status).toBe(200);

    const listed = await http.call("/keys");
    const text = await listed.text();
    expect(text).not.toContain(key);
    expect(compileValidator<ApiKeyPage>(apiKeyPageSchema)(JSON.parse(text)).ok).toBe(true);

    expect((await http.call(`/keys/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await http.call(`/keys/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await http.call("/policies", { key })).status).toBe(401);
    expect(http.log).not.toContain(key);
    expect(http.log).not.toContain(ADMIN_KEY);
  });

  it.each([
    [{ name: "x", scopes: [] }, "/scopes"],
    [{ name: "x", scopes: ["root"] }, "/scopes/0"],
    [{ name: "x", scopes: ["admin", "admin"] }, "/scopes"],
    [{ name: "", scopes: ["admin"] }, "/name"],
    [{ name: "x".repeat(101), scopes: ["admin"] }, "/name"],
    [{ scopes: ["admin"] }, "/name"],
    [{ name: "x", scopes: ["admin"], key: "mine" }, "/key"],
    [[], ""],
    [null, ""],
  ])("are not created with %j", async (json, pointer) => {
    const problem = await problemOf(await http.call("/keys", { json }));
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it("that do not exist cannot be revoked", async () => {
    for (const id of ["none", "%00", "..%2F", "x".repeat(2000)]) {
      expect((await problemOf(await http.call(`/keys/${id}`, { method: "DELETE" }))).code).toBe("not_found");
    }
  });
});
