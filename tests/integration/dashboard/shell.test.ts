import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

describe("the shell", () => {
  it("asks whoever is not signed in for a key, and returns to the page that they wanted", async () => {
    const { page } = await dashboard.open("/app/live?policy_id=spam");
    await expectShown(page.getByLabel("API key"));
    expect(new URL(page.url()).pathname).toBe("/app/sign-in");
    await page.keyboard.type("not-a-key");
    await page.keyboard.press("Enter");
    await expectShown(page.getByRole("alert"));
    await page.getByLabel("API key").fill(ADMIN_KEY);
    await page.keyboard.press("Enter");
    await expectShown(page.getByRole("navigation", { name: "Pages" }));
    expect(page.url()).toBe(`${dashboard.service.url}/app/live?policy_id=spam`);
  });

  it("signs out by keyboard, and a page that is opened afterwards asks again", async () => {
    const { page } = await dashboard.open("/app/live", { key: ADMIN_KEY });
    await expectShown(page.getByRole("heading", { name: "No verdict has settled yet" }));
    await page.keyboard.press("q");
    await page.keyboard.press("q");
    await expectShown(page.getByText("You are signed out."));
    await page.goto("/app/live");
    await expectShown(page.getByLabel("API key"));
  });

  it("asks for a key again when the key of the session is revoked, and says why", async () => {
    const { stores } = dashboard.service.service.parts;
    const created = await stores.keys.create("analyst", ["verdicts:read"]);
    const { page } = await dashboard.open("/app/live", { key: created.key });
    await expectShown(page.getByRole("navigation", { name: "Pages" }));
    await dashboard.service.call(`/keys/${created.id}`, { method: "DELETE" });
    await expectShown(page.getByText("Your session has ended: it expired"));
    expect(new URL(page.url()).searchParams.get("from")).toBe("/app/live");
  });

  it("lists its keys, and lets people turn off those without Ctrl", async () => {
    const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByRole("navigation", { name: "Pages" }));
    await opened.press("?");
    const sheet = page.getByRole("dialog", { name: "Keys" });
    await expectShown(sheet.getByText("Go to Live"));
    await page.getByLabel("Use keys without Ctrl").uncheck();
    await opened.press("Escape");
    await expectGone(sheet);
    await opened.press("?", "Control+k");
    await expectShown(page.getByRole("dialog", { name: "Go to" }));
    expect(await sheet.count()).toBe(0);
  });

  it("finds pages, policies and verdicts in the palette", async () => {
    await dashboard.service.putVersion("spam");
    const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByRole("navigation", { name: "Pages" }));
    await opened.press("Control+k");
    await page.keyboard.type("spam");
    await expectShown(page.getByRole("option", { name: /^Policy spam/ }));
    const id = "019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10";
    await page.getByRole("dialog").getByRole("combobox").fill(id);
    await opened.press("Enter");
    await page.waitForURL(`**/app/verdicts/${id}`);
  });

  it("has its own theme setting, which survives a reload", async () => {
    const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByRole("button", { name: "Theme: system" }).click();
    await page.getByRole("button", { name: "Theme: light" }).click();
    await page.reload();
    await expectShown(page.getByRole("button", { name: "Theme: dark" }));
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  });

  it.each([
    ["the sign-in page", "/app/sign-in", undefined, 1280],
    ["the sign-in page of a phone", "/app/sign-in", undefined, 360],
    ["a missing page", "/app/nothing-here", ADMIN_KEY, 1280],
  ])("has no accessibility fault on %s", async (_, path, key, width) => {
    const opened = await dashboard.open(path, { width, ...(key === undefined ? {} : { key }) });
    await expectShown(opened.page.getByRole("heading", { level: 1 }));
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("has no accessibility fault in its overlays", async () => {
    const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
    await expectShown(opened.page.getByRole("navigation", { name: "Pages" }));
    await opened.press("?");
    expect(await opened.accessibilityFaults()).toEqual([]);
    await opened.press("Escape", "Control+k");
    await expectShown(opened.page.getByRole("dialog").getByRole("option").first());
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});
