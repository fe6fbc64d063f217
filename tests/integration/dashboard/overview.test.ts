import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { judge, LISTINGS, listingsEngine } from "./listings.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, listingsEngine());
  await dashboard.service.putVersion("listings", LISTINGS);
  for (const content of ["Chair", "Lamp", "Phone, broken", "Sofa, doubtful", "unreadable"]) {
    await judge(dashboard.service, content);
  }
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

describe("the overview", () => {
  it("shows how often each outcome occurs, with its interval, and what is waiting for review", async () => {
    const { page } = await dashboard.open("/app/", { key: ADMIN_KEY });
    for (const words of ["4 judged", "25\u00a0%", "1 failed, 0 expired", "0 escalated, oldest"]) {
      await page.getByText(words).first().waitFor();
    }
    await page.getByText(/95 % between 4\.\d\s% and 70\s%/).waitFor();
    await page.getByRole("img", { name: /Verdicts by outcome: No violation, Violation/ }).waitFor();
    expect(await page.getByRole("img").count()).toBe(6);
  });

  it("has the figures of each chart as a table, by keyboard", async () => {
    const opened = await dashboard.open("/app/?range=hour", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByRole("button", { name: "Verdicts by outcome: as a table" }).focus();
    await opened.press("Enter");
    const table = page.getByRole("region", { name: "Verdicts by outcome: table" }).getByRole("table");
    await table.getByRole("columnheader", { name: "Violation", exact: true }).waitFor();
    expect(await table.getByRole("row").count()).toBeGreaterThanOrEqual(2);
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("keeps the time range and the policy in the address", async () => {
    const opened = await dashboard.open("/app/", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByRole("button", { name: "Last week" }).click();
    await page.waitForURL("**/app/?range=week");
    await page.getByLabel("Policy", { exact: true }).selectOption("listings");
    await page.waitForURL("**/app/?range=week&policy=listings");
    await page.reload();
    await page.getByText("4 judged").waitFor();
    expect(await page.getByRole("button", { name: "Last week" }).getAttribute("aria-pressed")).toBe("true");
    await opened.goto("/app/?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z");
    await page.getByText("Nothing was judged in this period").waitFor();
    await page.getByLabel("From").waitFor();
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("exports the shown figures", async () => {
    const opened = await dashboard.open("/app/", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByText("4 judged").waitFor();
    const downloading = page.waitForEvent("download");
    await opened.press("c");
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^gavel-\d{4}-\d\d-\d\d\.csv$/);
    const lines = readFileSync(await file.path(), "utf8")
      .trim()
      .split("\r\n");
    expect(lines[0]).toMatch(/^start,policy_id,violation,allowed,failed/);
    expect(lines.slice(1).every((line) => line.includes(",listings,"))).toBe(true);
  });

  it("shows only what the key may read", async () => {
    const key = await dashboard.service.createKey("reviews:read");
    const opened = await dashboard.open("/app/", { key });
    await opened.page.getByText("verdicts:read").first().waitFor();
    await opened.page.getByText("Backlog").waitFor();
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it.each([360, 1440])("has no accessibility fault at %i pixels", async (width) => {
    const opened = await dashboard.open("/app/", { key: ADMIN_KEY, width });
    await opened.page.getByText("4 judged").waitFor();
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});
