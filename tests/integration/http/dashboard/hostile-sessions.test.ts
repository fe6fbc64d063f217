import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionResource, SignInLinkResource } from "../../../../schemas/session.ts";
import { sessions } from "../../../../service/storage/sessions/session-tables.ts";
import { eventually } from "../../../helpers/eventually.ts";
import { sha256 } from "../../../helpers/stores.ts";
import { SseConnection } from "../../../helpers/sse-client.ts";
import { ADMIN_KEY, HttpService, problemOf } from "../service.ts";
import { Browser, signIn } from "./browser.ts";

let http: HttpService;
let browser: Browser;
beforeAll(async () => {
  http = await HttpService.start({ GAVEL_MAX_AUTH_FAILURES: "1000000" });
  browser = await Browser.signIn(http, { api_key: ADMIN_KEY });
});
afterAll(() => http.stop());

const tokenOf = ({ cookie }: Browser): string => cookie.split("=")[1] ?? "";

async function createLink(key: string = ADMIN_KEY): Promise<{ link: SignInLinkResource; token: string }> {
  const response = await http.call("/session/links", { method: "POST", key });
  if (response.status !== 201) throw new Error(`${response.status}`);
  const link = (await response.json()) as SignInLinkResource;
  return { link, token: link.url.split("#")[1] ?? "" };
}

describe("a sign-in link", () => {
  it("has its token in the fragment, signs in once with its key, and is in no log", async () => {
    const key = await http.createKey("verdicts:read");
    const { link, token } = await createLink(key);
    expect(link.url).toMatch(/^\/app\/sign-in#[A-Za-z0-9_-]{43}$/);
    expect(Date.parse(link.expires_at)).toBeGreaterThan(Date.now());
    const linked = await Browser.signIn(http, { link_token: token });
    expect((await linked.call("/verdicts")).status).toBe(200);
    expect((await problemOf(await linked.call("/policies"))).code).toBe("forbidden");
    const replayed = await signIn(http, { link_token: token });
    expect((await problemOf(replayed)).code).toBe("sign_in_failed");
    expect(http.log).not.toContain(token);
  });

  it("that is used several times at the same moment signs in once", async () => {
    const { token } = await createLink();
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await signIn(http, { link_token: token })).status),
    );
    expect(statuses.toSorted()).toEqual([201, ...Array<number>(9).fill(401)]);
  });

  it("does not sign in after its key was revoked", async () => {
    const { id, key } = await http.service.parts.stores.keys.create("gone", ["verdicts:read"]);
    const { token } = await createLink(key);
    await http.service.parts.stores.keys.revoke(id);
    expect((await signIn(http, { link_token: token })).status).toBe(401);
  });

  it("is not accepted as a key or a cookie", async () => {
    const { token } = await createLink();
    expect((await http.call("/policies", { key: token })).status).toBe(401);
    expect((await new Browser(http, `gavel_session=${token}`).call("/policies")).status).toBe(401);
    expect((await signIn(http, { api_key: token })).status).toBe(401);
  });

  it("cannot be created by a session, which could then renew itself forever", async () => {
    const response = await browser.call("/session/links", { method: "POST" });
    expect((await problemOf(response)).code).toBe("key_required");
  });
});

describe("a cookie", () => {
  it.each([
    "",
    "x",
    "A".repeat(43),
    "A".repeat(42),
    "A".repeat(5000),
    "__proto__",
    "%00",
    "../../etc/passwd",
    "'%20OR%201=1",
    ADMIN_KEY,
  ])("with the value %s is not a session", async (value) => {
    const forged = new Browser(http, `gavel_session=${value}`);
    expect((await forged.call("/policies")).status).toBe(401);
    expect(await (await forged.call("/readyz")).json()).toEqual({ ready: true });
  });

  it("that is larger than headers may be is refused", async () => {
    const response = await new Browser(http, `gavel_session=${"A".repeat(40_000)}`).call("/policies");
    expect(response.status).toBe(431);
  });

  it("with one changed character is not a session", async () => {
    const token = tokenOf(browser);
    const flipped = (token.startsWith("A") ? "B" : "A") + token.slice(1);
    expect((await new Browser(http, `gavel_session=${flipped}`).call("/policies")).status).toBe(401);
  });

  it("has the scopes of its own key, whatever other cookies say", async () => {
    const other = await Browser.signIn(http, { api_key: await http.createKey("verdicts:read") });
    const mixed = new Browser(http, `key_id=admin; scopes=admin; ${other.cookie}`);
    const { key } = (await (await mixed.call("/session")).json()) as SessionResource;
    expect(key.scopes).toEqual(["verdicts:read"]);
    expect((await problemOf(await mixed.call("/keys"))).code).toBe("forbidden");
  });

  it("is ignored if the request has Authorization, valid or not", async () => {
    const key = await http.createKey("verdicts:read");
    expect((await problemOf(await browser.call("/policies", { key }))).code).toBe("forbidden");
    expect((await browser.call("/policies", { key: "wrong" })).status).toBe(401);
    const malformed = await browser.call("/policies", { headers: { authorization: "Nonsense" } });
    expect(malformed.status).toBe(401);
    expect((await problemOf(await browser.call("/session", { key }))).code).toBe("not_found");
  });

  it("of a session that has expired is refused", async () => {
    const expiring = await Browser.signIn(http, { api_key: ADMIN_KEY });
    expect((await expiring.call("/session")).status).toBe(200);
    await http.service.parts.stores.database.run((run) =>
      run
        .update(sessions)
        .set({ expires_at: new Date().toISOString() })
        .where(eq(sessions.sha256, sha256(tokenOf(expiring)))),
    );
    await eventually(async () => expect((await expiring.call("/session")).status).toBe(401));
  });
});

describe("a request that changes something, with a cookie", () => {
  const host = (): string => new URL(http.url).host;

  it.each<[name: string, allowed: boolean, headers: () => Record<string, string | undefined>]>([
    ["a page of the service", true, () => ({ "sec-fetch-site": "same-origin" })],
    ["a page of another site", false, () => ({ "sec-fetch-site": "cross-site" })],
    ["a page of another host of the domain", false, () => ({ "sec-fetch-site": "same-site" })],
    ["no page", false, () => ({ "sec-fetch-site": "none" })],
    ["an unknown kind of page", false, () => ({ "sec-fetch-site": "same-origin, cross-site" })],
    [
      "a page of another site that sends our Origin",
      false,
      () => ({ "sec-fetch-site": "cross-site", origin: http.url }),
    ],
    ["a page of the service, by Origin", true, () => ({ origin: http.url })],
    [
      "a page of the service behind a proxy for HTTPS, by Origin",
      true,
      () => ({ origin: `https://${host()}` }),
    ],
    ["a page of another site, by Origin", false, () => ({ origin: "https://evil.example" })],
    ["a page on another port, by Origin", false, () => ({ origin: "http://127.0.0.1:1" })],
    ["a host that only starts like ours", false, () => ({ origin: `${http.url}.evil.example` })],
    ["our host as user name", false, () => ({ origin: `http://${host()}@evil.example` })],
    ["a page without an origin", false, () => ({ origin: "null" })],
    ["a malformed origin", false, () => ({ origin: "http://" })],
    ["nothing known", false, () => ({})],
  ])("from %s: allowed is %s", async (_name, allowed, headers) => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const given = Object.fromEntries(
        Object.entries(headers()).filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
      const response = await http.call("/keys/none", {
        key: null,
        method,
        headers: { cookie: browser.cookie, ...given },
      });
      if (allowed) expect(response.status, method).not.toBe(403);
      else expect((await problemOf(response)).code, method).toBe("csrf_refused");
      const withKey = await http.call("/keys/none", {
        method,
        headers: { cookie: browser.cookie, ...given },
      });
      expect(withKey.status, method).not.toBe(403);
    }
  });

  it("may be read from anywhere, since no other site can read the response", async () => {
    const response = await http.call("/policies", {
      key: null,
      headers: { cookie: browser.cookie, "sec-fetch-site": "cross-site" },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  });

  it("cannot sign a browser in from another site", async () => {
    const foreign = [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "none" }];
    for (const headers of foreign) {
      const response = await signIn(http, { api_key: ADMIN_KEY }, headers);
      expect((await problemOf(response)).code).toBe("csrf_refused");
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    const byOrigin = await http.call("/session", {
      key: null,
      json: { api_key: ADMIN_KEY },
      headers: { origin: "https://evil.example" },
    });
    expect((await problemOf(byOrigin)).code).toBe("csrf_refused");
    expect((await http.call("/session", { key: null, json: { api_key: ADMIN_KEY } })).status).toBe(201);
  });
});

describe("a stream of verdicts with a cookie", () => {
  it.each<[name: string, end: (keyId: string, browser: Browser) => Promise<unknown>]>([
    ["its key is revoked", (keyId) => http.call(`/keys/${keyId}`, { method: "DELETE" })],
    ["it signs out", (_keyId, signedIn) => signedIn.call("/session", { method: "DELETE" })],
  ])("ends when %s", async (_name, end) => {
    const { id, key } = await http.service.parts.stores.keys.create("streaming", ["verdicts:read"]);
    const signedIn = await Browser.signIn(http, { api_key: key });
    const response = await signedIn.call("/verdicts/stream");
    expect(response.status).toBe(200);
    const stream = SseConnection.of(response);
    expect(await stream.block()).not.toBeNull();
    await end(id, signedIn);
    // At the next event or heartbeat.
    expect(await stream.next()).toBeNull();
  });
});
