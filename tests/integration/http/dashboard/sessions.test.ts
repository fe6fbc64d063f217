import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SessionResource, sessionSchema } from "../../../../schemas/session.ts";
import type { AuditPage } from "../../../../schemas/audit.ts";
import { compileValidator } from "../../../../schemas/validate.ts";
import { ADMIN_KEY, HttpService, problemOf } from "../service.ts";
import { Browser, cookieOf, signIn } from "./browser.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
  await http.putPolicy("spam");
});
afterAll(() => http.stop());

describe("signing in with a key", () => {
  it("sets a cookie that scripts cannot read and other sites cannot use", async () => {
    const response = await signIn(http, { api_key: ADMIN_KEY });
    expect(response.status).toBe(201);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const validation = compileValidator<SessionResource>(sessionSchema)(await response.clone().json());
    if (!validation.ok) throw new Error(JSON.stringify(validation.faults));
    expect(validation.value.key).toMatchObject({ name: "environment", scopes: ["admin"] });
    const [cookie = ""] = response.headers.getSetCookie();
    const [value = "", ...attributes] = cookie.split("; ");
    expect(value).toMatch(/^gavel_session=[A-Za-z0-9_-]{43}$/);
    expect(attributes.toSorted()).toEqual([
      "HttpOnly",
      expect.stringMatching(/^Max-Age=431\d\d$/),
      "Path=/",
      "SameSite=Strict",
    ]);
    expect(await response.text()).not.toContain(value.split("=")[1]);
  });

  it("sets a cookie for HTTPS only if the browser speaks HTTPS, as its Origin says", async () => {
    const origin = http.url.replace("http:", "https:");
    const response = await signIn(http, { api_key: ADMIN_KEY }, { origin });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-gavel_session=[^;]+;.* Path=\/;.* Secure/);
    const browser = new Browser(http, cookieOf(response));
    expect((await browser.call("/session")).status).toBe(200);
    const out = await browser.call("/session", { method: "DELETE", headers: { origin } });
    expect(out.headers.getSetCookie()[0]).toMatch(/^__Host-gavel_session=;.* Secure/);
    // A header of an untrusted proxy has no effect.
    const forwarded = await signIn(http, { api_key: ADMIN_KEY }, { "x-forwarded-proto": "https" });
    expect(forwarded.headers.getSetCookie()[0]).not.toContain("Secure");
  });

  it("gives the session the scopes of its key, and no others", async () => {
    const key = await http.createKey("verdicts:read");
    const browser = await Browser.signIn(http, { api_key: key });
    expect((await browser.call("/verdicts")).status).toBe(200);
    expect((await problemOf(await browser.call("/policies"))).code).toBe("forbidden");
    expect((await problemOf(await browser.call("/keys"))).code).toBe("forbidden");
    const { key: shown } = (await (await browser.call("/session")).json()) as SessionResource;
    expect(shown).toMatchObject({ name: "test", scopes: ["verdicts:read"] });
  });

  it.each([
    [{ api_key: "gavel_0123456789ab_wrong" }],
    [{ api_key: `${ADMIN_KEY}x` }],
    [{ link_token: "A".repeat(43) }],
    [{ link_token: ADMIN_KEY }],
    [{ api_key: "a\u0000b" }],
  ])("fails with %j", async (json) => {
    const response = await signIn(http, json);
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((await problemOf(response)).code).toBe("sign_in_failed");
  });

  it.each([
    [{}],
    [{ api_key: ADMIN_KEY, link_token: "x" }],
    [{ api_key: "" }],
    [{ api_key: 1 }],
    [{ api_key: "x".repeat(513) }],
    [{ api_key: ADMIN_KEY, scopes: ["admin"] }],
    [[ADMIN_KEY]],
  ])("refuses the body %j without repeating it", async (json) => {
    const response = await signIn(http, json);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).not.toContain(ADMIN_KEY);
  });

  it("accepts JSON only, which a form of another site cannot send", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      const response = await http.call("/session", {
        key: null,
        body: JSON.stringify({ api_key: ADMIN_KEY }),
        headers: { "content-type": type },
      });
      expect(response.status, type).toBe(415);
    }
  });

  it("is throttled by address, though a valid key is always accepted", async () => {
    const strict = await HttpService.start({ GAVEL_MAX_AUTH_FAILURES: "3" });
    try {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          signIn(strict, index % 2 === 0 ? { api_key: `wrong-${index}` } : { link_token: "B".repeat(43) }),
        ),
      );
      const throttled = answers.filter(({ status }) => status === 429);
      expect(throttled).not.toHaveLength(0);
      for (const response of throttled) {
        expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
        expect((await problemOf(response)).code).toBe("authentication_throttled");
      }
      const forged = new Browser(strict, `gavel_session=${"C".repeat(43)}`);
      const forgeries = await Promise.all(Array.from({ length: 5 }, () => forged.call("/policies")));
      expect(forgeries.map(({ status }) => status)).toContain(429);
      expect((await signIn(strict, { api_key: ADMIN_KEY })).status).toBe(201);
    } finally {
      await strict.stop();
    }
  });

  it("is limited by key, so that a key cannot fill the audit log", async () => {
    const key = await http.createKey("classify");
    // All at once, since the limit is for a minute.
    const responses = await Promise.all(
      Array.from({ length: 80 }, (_, index) =>
        index % 2 === 0
          ? signIn(http, { api_key: key })
          : http.call("/session/links", { method: "POST", key }),
      ),
    );
    const refused = responses.filter(({ status }) => status !== 201);
    expect(refused).not.toHaveLength(0);
    for (const response of refused) expect((await problemOf(response)).code).toBe("rate_limit_exceeded");
    expect((await signIn(http, { api_key: ADMIN_KEY })).status).toBe(201);
  });
});

describe("a session", () => {
  it("is shown, and ends at sign-out", async () => {
    const browser = await Browser.signIn(http, { api_key: ADMIN_KEY });
    const other = await Browser.signIn(http, { api_key: ADMIN_KEY });
    expect((await browser.call("/session")).status).toBe(200);
    const out = await browser.call("/session", { method: "DELETE" });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(/^gavel_session=; Max-Age=0;/);
    const after = await browser.call("/session");
    expect(after.status).toBe(401);
    expect((await problemOf(after)).detail).toContain("Sign in again");
    expect((await other.call("/session")).status).toBe(200);
  });

  it("does not exist for a request with a key", async () => {
    for (const method of ["GET", "DELETE"]) {
      expect((await problemOf(await http.call("/session", { method }))).code).toBe("not_found");
    }
  });

  it("opens what a key opens: reference, health, uploads", async () => {
    const browser = await Browser.signIn(http, { api_key: ADMIN_KEY });
    expect((await browser.call("/docs")).status).toBe(200);
    expect((await browser.call("/openapi.json")).status).toBe(200);
    expect(await (await browser.call("/readyz")).json()).toMatchObject({
      checks: { database: { ok: true } },
    });
    const uploaded = await browser.call("/batches?policy_id=spam", {
      body: '{"content":"a"}\n',
      headers: { "content-type": "application/x-ndjson" },
    });
    expect(uploaded.status).toBe(202);
  });

  it("counts toward the limits of its key", async () => {
    const limited = await HttpService.start({ GAVEL_KEY_REQUESTS_PER_MINUTE: "1" });
    try {
      await limited.putPolicy("spam");
      const browser = await Browser.signIn(limited, { api_key: ADMIN_KEY });
      const json = { content: "a", policy_id: "spam" };
      const responses = [
        await browser.call("/classify", { json }),
        await limited.call("/classify", { json }),
      ];
      expect(responses.map(({ status }) => status)).toContain(429);
    } finally {
      await limited.stop();
    }
  });

  it("ends with its key, and is in the audit log and the log without its token", async () => {
    const { id, key } = await http.service.parts.stores.keys.create("short", ["verdicts:read"]);
    const browser = await Browser.signIn(http, { api_key: key });
    expect((await browser.call("/verdicts")).status).toBe(200);
    expect((await http.call(`/keys/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await browser.call("/verdicts")).status).toBe(401);
    expect(await (await browser.call("/readyz")).json()).toEqual({ ready: true });
    const audit = (await (await http.call(`/audit?actor=${id}&order=asc`)).json()) as AuditPage;
    expect(audit.data.map(({ action }) => action)).toContain("session.created");
    for (const secret of [key, browser.cookie.split("=")[1]!]) {
      expect(http.log).not.toContain(secret);
      expect(JSON.stringify(audit)).not.toContain(secret);
    }
  });
});
