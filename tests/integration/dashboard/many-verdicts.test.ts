import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { TestPage } from "../../helpers/browser.ts";
import { expectShown } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { fillVerdicts } from "../../helpers/fill-verdicts.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";

const STORED = 100_000;
/** Rows that exist at once: those that are visible, and some before and after them. */
const MOST_ROWS = 80;
const FILL_TIMEOUT_MS = 1_800_000;

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
  await fillVerdicts(dashboard.service.service.parts.stores.database, STORED, { end: new Date() });
}, FILL_TIMEOUT_MS);
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

async function openLive(query = ""): Promise<{ readonly opened: TestPage; readonly grid: Locator }> {
  const opened = await dashboard.open(`/app/live${query}`, { key: ADMIN_KEY });
  const grid = opened.page.getByRole("grid");
  await expectShown(grid);
  return { opened, grid };
}

const loaded = async (grid: Locator): Promise<number> => Number(await grid.getAttribute("aria-rowcount")) - 1;

it("continues to load at the end of what is loaded, and renders only the rows that are visible", async () => {
  const { opened, grid } = await openLive();
  await expectShown(grid.getByText("post-100000"));
  await grid.focus();
  for (let pages = 0; pages < 5; pages += 1) {
    const before = await loaded(grid);
    await opened.press("End");
    await expectShown(grid.getByText(`post-${STORED + 1 - before}`, { exact: true }));
    await eventually(async () => expect(await loaded(grid)).toBeGreaterThan(before));
    expect(await grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
  }
  await opened.press("Home");
  await expectShown(grid.getByText("post-100000"));
});

it("scrolls to the oldest verdict of a filter by keyboard", async () => {
  const { opened, grid } = await openLive("?policy_id=policy-3&violation=1");
  await grid.focus();
  const stored = await violationsOf("policy-3");
  expect(stored).toBeGreaterThan(200);
  await eventually(async () => {
    await opened.press("End");
    expect(await loaded(grid)).toBe(stored);
    expect(await grid.locator(`[aria-rowindex="${stored + 1}"]`).count()).toBe(1);
  });
  expect(await grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
});

it.each([
  ["External id", "post-4321"],
  ["External id", "post-98765"],
])("finds one verdict among them by %s %s", async (label, value) => {
  const { opened, grid } = await openLive();
  const { page } = opened;
  await page.getByRole("button", { name: "More filters" }).click();
  await page.getByLabel(label).fill(value);
  await page.getByLabel(label).press("Enter");
  await expectShown(grid.getByText(value, { exact: true }));
  await eventually(async () => expect(await loaded(grid)).toBe(1));
});

it("finds the verdicts with a rare word", async () => {
  const { opened, grid } = await openLive();
  await opened.press("/");
  await opened.page.keyboard.type("w29000 or w29001 or w29002");
  await opened.press("Enter");
  const rows = grid.getByRole("row");
  const found = rows.filter({ hasText: /w2900[012](?!\d)/ });
  await expectShown(found.first());
  // All but the head.
  await eventually(async () => expect(await found.count()).toBe((await rows.count()) - 1));
  expect(await loaded(grid)).toBeLessThan(500);
});

async function violationsOf(policyId: string): Promise<number> {
  const { verdicts } = dashboard.service.service.parts.stores;
  const { data } = await verdicts.counts({ by: ["policy"], policyId, outcome: "violation" });
  return data[0]?.count ?? 0;
}
