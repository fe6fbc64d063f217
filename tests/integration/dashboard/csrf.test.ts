import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import type { Problem } from "../../../schemas/problem.ts";
import type { PolicyResource } from "../../../schemas/policy.ts";
import { expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY, POLICY, POLICY_2 } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { type ForeignSite, startForeignSite } from "./foreign-site.ts";

let dashboard: Dashboard;
let site: ForeignSite;

/** Version 2 of the policy is active, so a rollback would change something. */
beforeAll(async () => {
  dashboard = await Dashboard.start();
  const { service } = dashboard;
  await service.putVersion("spam", POLICY);
  await service.putVersion("spam", POLICY_2);
  await service.call("/policies/spam/activate", { json: { version: 2 } });
  site = await startForeignSite(`${service.url}/policies/spam/rollback`);
});
afterEach(() => dashboard.closePages());
afterAll(async () => {
  await dashboard.stop();
  await site.close();
});

const rollback = (): string => `${dashboard.service.url}/policies/spam/rollback`;

async function activeVersion(): Promise<number | null> {
  return ((await (await dashboard.service.call("/policies/spam")).json()) as PolicyResource).active_version;
}

/** A page of the other site, in a browser that is signed in to the dashboard. */
async function openForeign(host: string): Promise<Page> {
  const { page } = await dashboard.open("/app/policies", { key: ADMIN_KEY });
  await expectShown(page.getByRole("navigation", { name: "Pages" }));
  const foreign = await page.context().newPage();
  await foreign.goto(`http://${host}:${site.port}/`);
  return foreign;
}

/** What a script of the page learns from a request: the status, or nothing. */
function fetchFrom(page: Page, path: string, request: string): Promise<string> {
  const url = JSON.stringify(dashboard.service.url + path);
  return page.evaluate(`fetch(${url}, ${request}).then(({ status }) => String(status), () => "nothing")`);
}

describe("a page of another site, in a browser that is signed in", () => {
  it("cannot post a form that changes something, although the browser sends the cookie", async () => {
    const foreign = await openForeign("127.0.0.1");
    const answered = foreign.waitForResponse((response) => response.url() === rollback());
    await foreign.getByRole("button", { name: "Win" }).click();
    const response = await answered;
    expect((await response.request().allHeaders())["cookie"]).toContain("gavel_session=");
    expect(response.status()).toBe(403);
    expect((await response.json()) as Problem).toMatchObject({ code: "csrf_refused" });
    expect(await activeVersion()).toBe(2);
  });

  it("cannot post by script, and cannot read anything", async () => {
    const foreign = await openForeign("127.0.0.1");
    const sent = foreign.waitForRequest(rollback());
    const simple = `{ method: "POST", mode: "no-cors", credentials: "include", body: "{}" }`;
    expect(await fetchFrom(foreign, "/policies/spam/rollback", simple)).toBe("nothing");
    await sent;
    for (const method of ["GET", "PUT", "DELETE"]) {
      const request = `{ method: "${method}", credentials: "include" }`;
      expect(await fetchFrom(foreign, "/policies/spam", request)).toBe("nothing");
    }
    expect(await activeVersion()).toBe(2);
  });

  it("gets no cookie sent if it is of another domain", async () => {
    const foreign = await openForeign("localhost");
    const answered = foreign.waitForResponse((response) => response.url() === rollback());
    await foreign.getByRole("button", { name: "Win" }).click();
    const response = await answered;
    expect((await response.request().allHeaders())["cookie"]).toBeUndefined();
    expect(response.status()).toBe(401);
    expect(await activeVersion()).toBe(2);
  });

  it("cannot sign the browser in with a key of its own", async () => {
    const foreign = await openForeign("127.0.0.1");
    const key = await dashboard.service.createKey("verdicts:read");
    const body = JSON.stringify(JSON.stringify({ api_key: key }));
    const simple = `{ method: "POST", mode: "no-cors", credentials: "include", body: ${body} }`;
    expect(await fetchFrom(foreign, "/session", simple)).toBe("nothing");
    // The browser is signed in as before.
    await foreign.goto(`${dashboard.service.url}/app/operations/keys`);
    await expectShown(foreign.getByRole("grid", { name: "Keys" }));
  });

  it("cannot show the dashboard inside itself", async () => {
    const foreign = await openForeign("127.0.0.1");
    await foreign.evaluate(
      `new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.src = ${JSON.stringify(`${dashboard.service.url}/app/`)};
        frame.addEventListener("load", resolve);
        document.body.append(frame);
      })`,
    );
    expect(await foreign.frameLocator("iframe").locator("#app").count()).toBe(0);
  });
});

it("a page of the service changes the same with the same cookie", async () => {
  const { page } = await dashboard.open("/app/policies", { key: ADMIN_KEY });
  await expectShown(page.getByRole("navigation", { name: "Pages" }));
  const own = `{ method: "POST", headers: { "content-type": "application/json" }, body: "{}" }`;
  expect(await fetchFrom(page, "/policies/spam/rollback", own)).toBe("200");
  expect(await activeVersion()).toBe(1);
});
