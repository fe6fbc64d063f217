import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { judge, LISTINGS, listingsEngine } from "./listings.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, listingsEngine());
  await dashboard.service.putVersion("listings", LISTINGS);
  await judge(dashboard.service, "Used bicycle", { external_id: "bicycle" });
  await judge(dashboard.service, "New phone, broken", { external_id: "phone" });
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

const rows = (page: Page) => page.getByRole("grid").getByRole("row");
const row = (page: Page, externalId: string) => rows(page).filter({ hasText: externalId });

async function openLive(query = "", width = 1280) {
  const opened = await dashboard.open(`/app/live${query}`, { key: ADMIN_KEY, width });
  await expectShown(opened.page.getByText("Following"));
  await expectShown(rows(opened.page).nth(1));
  return opened;
}

describe("the live page", () => {
  it("shows stored verdicts, with newly settled ones above them", async () => {
    const { page } = await openLive();
    await judge(dashboard.service, "New lamp, broken", { external_id: "lamp" });
    await expectShown(row(page, "lamp"));
    expect(await rows(page).nth(1).textContent()).toContain("lamp");
    expect(await row(page, "lamp").textContent()).toMatch(
      /Violation.*listings v1.*ML1.*0\.80.*It is offered as new/,
    );
    expect(await row(page, "bicycle").textContent()).toMatch(/No violation.*ML0.*0\.10/);
  });

  it("pauses and resumes by keyboard, and counts the records that arrive meanwhile", async () => {
    const opened = await openLive();
    await opened.press("p");
    await judge(dashboard.service, "Used chair", { external_id: "chair" });
    await judge(dashboard.service, "Used table", { external_id: "table" });
    await expectShown(opened.page.getByRole("button", { name: "Resume (2 waiting)" }));
    expect(await row(opened.page, "chair").count()).toBe(0);
    await opened.press("p");
    await expectShown(row(opened.page, "chair"));
    await expectShown(row(opened.page, "table"));
  });

  it("filters by keyboard, keeps the filters in the URL, and applies them to newly settled records", async () => {
    const opened = await openLive();
    const { page } = opened;
    await opened.press("/");
    await page.keyboard.type("offered");
    await page.waitForURL("**/app/live?rationale=offered");
    await expectGone(row(page, "bicycle"));
    await expectShown(row(page, "phone"));
    await judge(dashboard.service, "Used cup", { external_id: "cup" });
    await judge(dashboard.service, "New jug, broken", { external_id: "jug" });
    await expectShown(row(page, "jug"));
    expect(await row(page, "cup").count()).toBe(0);

    await page.reload();
    await expectShown(row(page, "jug"));
    expect(await page.getByLabel("Words in the rationale").inputValue()).toBe("offered");
    await page.getByRole("main").focus();
    await opened.press("x");
    await expectShown(row(page, "bicycle"));
    expect(new URL(page.url()).search).toBe("");
  });

  it("never says that nothing matches before it knows", async () => {
    const { page } = await openLive();
    await page.evaluate(`new MutationObserver(() => {
      if (document.body.textContent.includes("No verdict matches")) globalThis.saidNothing = true;
    }).observe(document.body, { childList: true, characterData: true, subtree: true })`);
    await page.getByLabel("Outcome").selectOption("violation=1");
    await expectGone(row(page, "bicycle"));
    await expectShown(row(page, "phone"));
    await page.getByLabel("Outcome").selectOption("violation=0");
    await expectShown(row(page, "bicycle"));
    expect(await page.evaluate("globalThis.saidNothing")).toBeUndefined();
  });

  it("shows the same records to anybody who opens the URL", async () => {
    const { page } = await openLive("?policy_id=listings&violation=0&category=ML0&max_score=0.2&range=24h");
    await expectShown(row(page, "bicycle"));
    expect(await row(page, "phone").count()).toBe(0);
    expect(await page.getByLabel("Outcome").inputValue()).toBe("violation=0");
    expect(await page.getByLabel("Category").inputValue()).toBe("ML0");
    expect(await page.getByLabel("Settled").inputValue()).toBe("24h");
  });

  it("says what to do if nothing matches", async () => {
    const { page } = await dashboard.open("/app/live?category=NONE1", { key: ADMIN_KEY });
    await expectShown(page.getByRole("heading", { name: "No verdict matches" }));
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await expectShown(row(page, "bicycle"));
  });

  it("goes through the rows and opens one by keyboard, and comes back", async () => {
    const opened = await openLive("?external_id=phone");
    await opened.press("j", "j", "k", "Enter");
    await opened.page.waitForURL("**/app/verdicts/*");
    await expectShown(opened.page.getByText("New phone, broken"));
    await opened.press("u");
    await opened.page.waitForURL("**/app/live?external_id=phone");
  });

  it("exports the filtered records", async () => {
    const { page } = await openLive("?violation=1");
    for (const [name, file] of [
      ["Export CSV", "verdicts.csv"],
      ["Export JSONL", "verdicts.jsonl"],
    ] as const) {
      const download = page.waitForEvent("download");
      await page.getByRole("link", { name }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe(file);
      expect(await saved.failure()).toBeNull();
    }
  });

  it.each([360, 1440])("has no accessibility fault at %i pixels", async (width) => {
    const opened = await openLive("", width);
    expect(await opened.accessibilityFaults()).toEqual([]);
    await opened.page.getByRole("button", { name: "More filters" }).click();
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("is not offered to a key that may not read verdicts", async () => {
    const key = await dashboard.service.createKey("policies:read");
    const opened = await dashboard.open("/app/live", { key });
    await expectShown(opened.page.getByText("verdicts:read").first());
    expect(await opened.page.getByRole("link", { name: "Live" }).count()).toBe(0);
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});
