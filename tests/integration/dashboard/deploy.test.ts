import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

it("offers to reload when the files of the open page are gone, and stays at its address", async () => {
  const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByRole("heading", { name: "No verdict has settled yet" }));
  // As after an update: a page that was opened before asks for files that the service no longer has.
  let isOld = true;
  page.on("request", (request) => void (isOld &&= !request.isNavigationRequest()));
  await page.route("**/app/assets/*.js", (route) =>
    isOld ? route.fulfill({ status: 404, body: "" }) : route.continue(),
  );
  await opened.press("g", "s");
  await expectShown(page.getByText("The page could not be loaded"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await page.getByRole("button", { name: "Reload the page" }).press("Enter");
  await expectShown(page.getByText("The database accepts writes"));
  expect(new URL(page.url()).pathname).toBe("/app/operations");
});
