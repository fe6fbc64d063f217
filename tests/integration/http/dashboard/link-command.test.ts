import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionResource, SignInLinkResource } from "../../../../schemas/session.ts";
import { HttpService } from "../service.ts";
import { Browser, signIn } from "./browser.ts";

let http: HttpService;
beforeAll(async () => {
  http = await HttpService.start();
});
afterAll(() => http.stop());

describe("gavel dashboard", () => {
  it("prints a link at the address that it used, which signs in once with its key", async () => {
    const key = await http.createKey("verdicts:read");
    const { code, stdout, stderr } = await http.gavel(["dashboard"], { key });
    expect(code).toBe(0);
    const url = new URL(stdout.trim());
    expect(url.origin + url.pathname).toBe(`${http.url}/app/sign-in`);
    expect(stderr).toMatch(/^Open it in a browser\. It works once, until \S+Z\.\n$/);
    const token = url.hash.slice(1);
    const browser = await Browser.signIn(http, { link_token: token });
    const session = (await (await browser.call("/session")).json()) as SessionResource;
    expect(session.key.scopes).toEqual(["verdicts:read"]);
    expect((await signIn(http, { link_token: token })).status).toBe(401);
    expect(http.log).not.toContain(token);
  });

  it("prints JSON for programs", async () => {
    const { stdout } = await http.gavel(["dashboard", "--json"]);
    const link = JSON.parse(stdout) as SignInLinkResource;
    expect(link.url.startsWith(`${http.url}/app/sign-in#`)).toBe(true);
    expect(Date.parse(link.expires_at)).toBeGreaterThan(Date.now());
  });

  it("needs a valid key", async () => {
    const { code, stdout, stderr } = await http.gavel(["dashboard"], { key: "gavel_0123456789ab_wrong" });
    expect(code).not.toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("unknown or revoked");
  });
});
