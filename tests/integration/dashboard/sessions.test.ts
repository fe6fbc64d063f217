import { eq } from "drizzle-orm";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sessions } from "../../../service/storage/sessions/session-tables.ts";
import { expectGone, expectShown, type TestPage } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { sha256 } from "../../helpers/stores.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { Keyboard } from "./keyboard.ts";

const HOUR_MS = 3_600_000;

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({ GAVEL_MAX_AUTH_FAILURES: "1000000" });
  await dashboard.service.putVersion("spam");
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

/** The path of a one-time link, as `gavel dashboard` prints it. */
async function createLink(key = ADMIN_KEY): Promise<string> {
  const { stdout } = await dashboard.service.gavel(["dashboard"], { key });
  return stdout.trim().slice(dashboard.service.url.length);
}

async function tokenOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).find(({ name }) => name === "gavel_session")?.value ?? "";
}

/** Changes the stored session of a page, and waits until the service acts on the change. */
async function changeSession(page: Page, values: Partial<typeof sessions.$inferInsert>): Promise<void> {
  const token = await tokenOf(page.context());
  await dashboard.service.service.parts.stores.database.run((run) =>
    run
      .update(sessions)
      .set(values)
      .where(eq(sessions.sha256, sha256(token))),
  );
  const headers = { cookie: `gavel_session=${token}` };
  await eventually(async () => {
    expect((await dashboard.service.call("/session", { key: null, headers })).status).toBe(401);
  });
}

const isSignedIn = (page: Page): Promise<void> =>
  expectShown(page.getByRole("navigation", { name: "Pages", exact: true }));
const hasEnded = (page: Page): Promise<void> =>
  expectShown(page.getByText("Your session has ended: it expired, was unused for too long"));

/** Types a key into the sign-in page. */
async function signInAgain(opened: TestPage, key = ADMIN_KEY): Promise<void> {
  await expectShown(opened.page.getByLabel("API key"));
  await opened.page.keyboard.type(key);
  await opened.press("Enter");
  await isSignedIn(opened.page);
}

describe("a one-time link", () => {
  it("signs in once, and leaves no token in the address", async () => {
    const link = await createLink();
    const { page } = await dashboard.open(link);
    await isSignedIn(page);
    expect(page.url()).toBe(`${dashboard.service.url}/app/`);
    await page.goBack();
    expect(page.url()).not.toContain(link.split("#")[1]);

    const second = await dashboard.open(link);
    await expectShown(second.page.getByRole("alert").getByText(/already been used\. Create another one/));
    expect(second.page.url()).toBe(`${dashboard.service.url}/app/sign-in`);
    expect(await second.accessibilityFaults()).toEqual([]);
    await signInAgain(second);
  });

  it("works in a tab that already shows the sign-in page, and leads to the requested page", async () => {
    const { page } = await dashboard.open("/app/live?violation=1");
    await expectShown(page.getByLabel("API key"));
    const link = await createLink();
    const token = link.split("#")[1];
    await page.goto(`${page.url()}#${token}`);
    await isSignedIn(page);
    expect(page.url()).toBe(`${dashboard.service.url}/app/live?violation=1`);
  });

  it("signs in with its own key, whoever is signed in", async () => {
    const key = await dashboard.service.createKey("verdicts:read");
    const { page } = await dashboard.open("/app/policies", { key: ADMIN_KEY });
    await isSignedIn(page);
    await page.goto(await createLink(key));
    await isSignedIn(page);
    await expectGone(page.getByRole("link", { name: "Policies" }));
  });
});

describe("a session that ends", () => {
  it.each([
    ["expired", { expires_at: new Date().toISOString() }],
    ["was not used", { used_at: new Date(Date.now() - 3 * HOUR_MS).toISOString() }],
  ])("because it %s leads to the sign-in page, and back to the same address", async (_, values) => {
    const opened = await dashboard.open("/app/policies?archived=yes", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByRole("grid", { name: "Policies" }));
    await changeSession(page, values);
    await opened.press("j", "Enter");
    await hasEnded(page);
    await expectGone(page.getByRole("navigation", { name: "Pages", exact: true }));
    expect(await opened.accessibilityFaults()).toEqual([]);
    await signInAgain(opened);
    expect(page.url()).toBe(`${dashboard.service.url}/app/policies/spam`);
  });

  it("removes its data from the page when it expires, without any action", async () => {
    const opened = await dashboard.open("/app/sign-in", { key: ADMIN_KEY });
    const { page } = opened;
    await page.clock.install();
    await page.goto("/app/policies/spam?view=source");
    await expectShown(page.getByText("Version 1 is active"));
    await changeSession(page, { expires_at: new Date().toISOString() });
    await page.clock.fastForward("12:00:01");
    await hasEnded(page);
    expect(await page.getByText("Version 1 is active").count()).toBe(0);
    await signInAgain(opened);
    expect(page.url()).toBe(`${dashboard.service.url}/app/policies/spam?view=source`);
  });

  it("is noticed when its tab is shown again", async () => {
    const { page } = await dashboard.open("/app/policies/spam", { key: ADMIN_KEY });
    await expectShown(page.getByText("Version 1 is active"));
    await changeSession(page, { used_at: new Date(Date.now() - 3 * HOUR_MS).toISOString() });
    await page.evaluate(`document.dispatchEvent(new Event("visibilitychange"))`);
    await hasEnded(page);
  });

  it.each([
    ["/app/live?policy_id=spam&range=24h", "g"],
    ["/app/policies/spam/edit?panel=tokens", "Control+s"],
    ["/app/operations/audit?action=policy.uploaded", "v"],
    ["/app/review/queue?policy=spam", "g"],
  ])("because its key was revoked leads back to %s", async (path, key) => {
    const { stores } = dashboard.service.service.parts;
    const created = await stores.keys.create("leaver", ["admin"]);
    const opened = await dashboard.open(path, { key: created.key });
    const { page } = opened;
    await isSignedIn(page);
    await expectShown(page.getByRole("heading", { level: 1 }));
    if (key === "Control+s") {
      await expectShown(page.getByLabel("Text of the policy"));
      await opened.press("i");
      await page.keyboard.type("# ");
    }
    await dashboard.service.call(`/keys/${created.id}`, { method: "DELETE" });
    await opened.press(key);
    await page.evaluate(`document.dispatchEvent(new Event("visibilitychange"))`);
    await hasEnded(page);
    await page.keyboard.type(created.key);
    await opened.press("Enter");
    await expectShown(page.getByRole("alert").getByText(/unknown or revoked/));
    await opened.press("Control+a");
    await signInAgain(opened);
    expect(page.url()).toBe(dashboard.service.url + path);
  });
});

describe("tabs of one browser", () => {
  it("are signed out together, and signed in together", async () => {
    const first = await dashboard.open("/app/policies/spam", { key: ADMIN_KEY });
    await expectShown(first.page.getByText("Version 1 is active"));
    const second = await dashboard.openBeside(first, "/app/live?violation=1");
    await isSignedIn(second.page);
    await second.press("q", "q");
    await expectShown(second.page.getByText("You are signed out."));
    await expectShown(first.page.getByText("You are signed out."));
    expect(await first.page.getByText("Version 1 is active").count()).toBe(0);
    await second.page.goto("/app/live?violation=0");
    await signInAgain(second);
    await isSignedIn(first.page);
    expect(second.page.url()).toBe(`${dashboard.service.url}/app/live?violation=0`);
  });

  it("show what the last key that signed in allows", async () => {
    const first = await dashboard.open("/app/policies", { key: ADMIN_KEY });
    await expectShown(first.page.getByRole("grid", { name: "Policies" }));
    const second = await dashboard.openBeside(first, "/app/");
    await isSignedIn(second.page);
    const key = await dashboard.service.createKey("verdicts:read");
    await second.page.goto(await createLink(key));
    await isSignedIn(second.page);
    await expectShown(first.page.getByText("policies:read").first());
    expect(await first.page.getByRole("grid", { name: "Policies" }).count()).toBe(0);
  });
});

describe("a key with few scopes", () => {
  it("reads on each page which scope it lacks", async () => {
    const keyboard = new Keyboard(
      await dashboard.open("/app/", { key: await dashboard.service.createKey("classify") }),
    );
    const { page } = keyboard.opened;
    await isSignedIn(page);
    for (const [path, scope] of [
      ["/app/", "verdicts:read"],
      ["/app/live", "verdicts:read"],
      ["/app/verdicts/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "verdicts:read"],
      ["/app/review", "reviews:write"],
      ["/app/review/queue", "reviews:read"],
      ["/app/policies", "policies:read"],
      ["/app/policies/spam", "policies:read"],
      ["/app/policies/spam/edit", "policies:read"],
      ["/app/policies/spam/diff?from=1&to=1", "policies:read"],
      ["/app/policies/spam/evaluations", "evaluations:read"],
      ["/app/policies/spam/compare", "evaluations:read"],
      ["/app/policies/spam/shadow", "evaluations:read"],
      ["/app/evaluations/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "evaluations:read"],
      ["/app/golden-sets", "evaluations:read"],
      ["/app/golden-sets/cases", "evaluations:read"],
      ["/app/operations", "operations:read"],
      ["/app/operations/queue", "operations:read"],
      ["/app/operations/batches", "verdicts:read"],
      ["/app/operations/batches/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "verdicts:read"],
      ["/app/operations/webhooks", "admin"],
      ["/app/operations/webhooks/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", "admin"],
      ["/app/operations/keys", "admin"],
      ["/app/operations/audit", "audit:read"],
    ] as const) {
      await page.goto(path);
      await expectShown(page.getByRole("heading", { name: "Your key does not allow this" }));
      await expectShown(page.getByText(scope, { exact: true }).first());
    }
    expect(
      await page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link").allTextContents(),
    ).toEqual(["Overview"]);
  });

  it("is offered only what it may do", async () => {
    const key = await dashboard.service.createKey("policies:read", "verdicts:read");
    const opened = await dashboard.open("/app/policies/spam", { key });
    const { page } = opened;
    await expectShown(page.getByText("Version 1 is active"));
    for (const name of [/^Edit/, /^Archive/, /^Roll back/, /^Activate/]) {
      expect(await page.getByRole("button", { name }).count()).toBe(0);
    }
    await opened.press("e");
    await opened.press("Control+k");
    await page.keyboard.type("edit");
    await expectShown(page.getByText("Nothing was found."));
    expect(page.url()).toBe(`${dashboard.service.url}/app/policies/spam`);
  });
});
