import { afterAll, beforeAll, expect, it } from "vitest";
import { expectShown } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { fillVerdicts } from "../../helpers/fill-verdicts.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";

const STORED = 3000;
/** Rows that exist at once: those that are visible, and some before and after them. */
const MOST_ROWS = 80;

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
  await fillVerdicts(dashboard.service.service.parts.stores.database, STORED, { end: new Date() });
});
afterAll(() => dashboard.stop());

it("scrolls to the oldest verdict by keyboard, and renders only the rows that are visible", async () => {
  const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
  const grid = opened.page.getByRole("grid");
  await expectShown(grid.getByText("post-3000"));
  await grid.focus();
  await eventually(async () => {
    await opened.press("End");
    expect(await grid.getByText("post-1", { exact: true }).count()).toBe(1);
  });
  expect(await grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
  expect(await grid.getAttribute("aria-rowcount")).toBe(String(STORED + 1));
  await opened.press("Home");
  await expectShown(grid.getByText("post-3000"));
  await dashboard.closePages();
});
