import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenApiDocument } from "../../../schemas/openapi-document.ts";
import { HttpService, problemOf, rawGet } from "./service.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
  await http.putPolicy("spam");
});
afterAll(() => http.stop());

/** One request for each kind of response: found, created, unchanged, refused, unknown, malformed. */
const REQUESTS: readonly (readonly [
  name: string,
  path: string,
  options: Parameters<HttpService["call"]>[1],
])[] = [
  ["200", "/policies", {}],
  ["200 without a key", "/healthz", { key: null }],
  ["204", "/policies/spam", { method: "DELETE" }],
  ["304", "/policies", { headers: { "if-none-match": "*" } }],
  ["400", "/classify", { body: "{", headers: { "content-type": "application/json" } }],
  ["401", "/policies", { key: null }],
  ["404", "/nowhere", {}],
  ["404 in a route", "/policies/nowhere", {}],
  ["405", "/policies", { method: "PATCH" }],
  ["415", "/classify", { body: "x" }],
  ["HTML", "/docs", {}],
  ["metrics", "/metrics", {}],
];

describe.each(REQUESTS)("%s", (_name, path, options) => {
  it("has the security headers and a request id", async () => {
    const response = await http.call(path, options);
    await response.arrayBuffer();
    const { headers } = response;
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe(headers.has("etag") ? "private, no-cache" : "no-store");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.has("x-powered-by")).toBe(false);
    expect(headers.has("access-control-allow-origin")).toBe(false);
  });
});

describe("the request id", () => {
  it("is the caller's if it is safe, in header, problem and log", async () => {
    const response = await http.call("/nowhere", { headers: { "x-request-id": "trace-1:2/3" } });
    expect(response.headers.get("x-request-id")).toBe("trace-1:2/3");
    expect((await problemOf(response)).request_id).toBe("trace-1:2/3");
    expect(http.log).toContain('"request_id":"trace-1:2/3"');
  });

  it.each(["a b", "<script>", 'a"b', "x".repeat(129), "é", "-"])("is generated instead of %s", async (id) => {
    const response = await http.call("/healthz", { headers: { "x-request-id": id } });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("paths and methods", () => {
  it.each([
    "/nowhere",
    "/verdicts/",
    "/policies/spam/",
    "/POLICIES",
    "/policies/a/b/c",
    "/keys/a/b",
    `/${"x".repeat(5000)}`,
  ])("%s is not found", async (path) => {
    const { status, body } = await rawGet(http.url, path);
    expect(status).toBe(404);
    expect((JSON.parse(body) as { code: string }).code).toMatch(/not_found$/);
  });

  it.each([
    "/../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/policies/../../etc/passwd",
    "/%00",
    "/policies/%ff",
    "/%",
    "//",
    "/\\..\\x",
  ])("%s is refused", async (path) => {
    const { status, body } = await rawGet(http.url, path);
    expect([400, 404]).toContain(status);
    expect(JSON.parse(body)).toMatchObject({ status });
  });

  it("returns a problem for a Host or target that is not a URL", async () => {
    for (const host of ["a b", "[", "x@y", "a/b"]) {
      const { status, body } = await rawGet(http.url, "/healthz", { host });
      expect(status, host).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ code: "invalid_request" });
    }
  });

  it.each([
    ["/classify", "GET", "POST"],
    ["/classify", "HEAD", "POST"],
    ["/verdicts", "POST", "GET, HEAD"],
    ["/verdicts/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "PUT", "GET, HEAD, DELETE"],
    ["/policies/spam", "POST", "PUT, GET, HEAD, DELETE"],
    ["/policies/spam/activate", "GET", "POST"],
    ["/keys", "OPTIONS", "POST, GET, HEAD"],
    ["/healthz", "POST", "GET, HEAD"],
    ["/docs", "PROPFIND", "GET, HEAD"],
  ])("%s does not support %s", async (path, method, allow) => {
    const response = await http.call(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")?.split(", ").toSorted()).toEqual(allow.split(", ").toSorted());
    if (method !== "HEAD") expect((await problemOf(response)).code).toBe("method_not_allowed");
  });

  it("responds to HEAD like GET, without a body", async () => {
    const response = await http.call("/healthz", { method: "HEAD", key: null });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});

describe("an internal error", () => {
  it("gets a response without details, and is logged with frames and without values", async () => {
    const broken = await HttpService.start();
    try {
      const { policies } = broken.service.parts.stores;
      policies.list = () =>
        Promise.reject(
          new Error("Failed query: select secretwords\nparams: secretwords", {
            cause: new TypeError("x is not a function"),
          }),
        );
      const response = await broken.call("/policies");
      expect(response.status).toBe(500);
      const problem = await problemOf(response);
      expect(Object.keys(problem).toSorted()).toEqual(["code", "request_id", "status", "title", "type"]);
      expect(broken.log).toContain(problem.request_id);
      expect(broken.log).toContain("unexpected error");
      expect(broken.log).toContain("every-answer.test.ts");
      expect(broken.log).not.toContain("secretwords");
    } finally {
      await broken.stop();
    }
  });
});

describe("the log", () => {
  it("has method, pattern, status, time and key id, and nothing that callers sent", async () => {
    const key = await http.createKey("admin");
    await http.call("/classify", {
      key,
      json: {
        content: "secretcontent",
        policy_id: "spam",
        external_id: "secretid",
        metadata: { a: "secretmeta" },
      },
    });
    await http.call("/verdicts?external_id=secretid&policy_id=secretpolicy", { key });
    await http.call("/verdicts?after=secretcursor", { key });
    await http.call("/secretpath", { key });
    await http.putPolicy("secretpolicyid", "# secrettext");
    await http.call("/policies", { key: "secretkey", headers: { cookie: "secretcookie" } });
    const lines = http.log.split("\n").filter((line) => line.includes('"msg":"request"'));
    const fields = JSON.parse(
      lines.find((line) => line.includes("/classify") && line.includes("key_id")) ?? "{}",
    ) as object;
    expect(fields).toMatchObject({ method: "POST", route: "/classify" });
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(["status", "ms", "request_id", "key_id"]));
    expect(http.log).not.toMatch(/secret(content|id|meta|policy|cursor|path|policyid|text|key|cookie)/);
    expect(http.log).not.toContain(key);
  });
});

describe("operating", () => {
  it("reports the readiness of each component", async () => {
    const response = await http.call("/readyz");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ready: true,
      checks: { engine: { ok: true }, queue: { ok: true }, database: { ok: true } },
    });
    http.engine.status = "down";
    const down = await http.call("/readyz");
    http.engine.status = "ready";
    expect(down.status).toBe(503);
    expect(await down.json()).toMatchObject({
      ready: false,
      checks: { engine: { ok: false }, database: { ok: true } },
    });
  });

  it("reports only whether it is ready without a key", async () => {
    for (const key of [null, "gavel_0123456789abcdef_unknown"]) {
      const response = await http.call("/readyz", { key });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ ready: true });
    }
    http.engine.status = "down";
    const down = await http.call("/readyz", { key: null });
    http.engine.status = "ready";
    expect(down.status).toBe(503);
    expect(await down.json()).toEqual({ ready: false });
  });

  it("measures by route pattern, in a bounded number of series", async () => {
    await http.call("/policies/measured-1");
    await http.call("/nowhere-1");
    await http.call("/nowhere-2", { method: "BREW" });
    const response = await http.call("/metrics");
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toContain('route="/policies/:id"');
    expect(text).toContain('route="unmatched"');
    expect(text).toContain('method="OTHER"');
    expect(text).not.toMatch(/measured-1|nowhere|BREW/);
  });

  it("serves the reference in both formats", async () => {
    const response = await http.call("/openapi.json");
    expect(response.headers.get("content-type")).toBe("application/json");
    const document = (await response.json()) as OpenApiDocument;
    expect(Object.keys(document.paths)).toContain("/policies/{policy_id}/versions/{version}");
    const page = await http.call("/docs");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toMatch(/style-src 'sha256-/);
    const etag = page.headers.get("etag") ?? "";
    expect((await http.call("/docs", { headers: { "if-none-match": etag } })).status).toBe(304);
  });
});
