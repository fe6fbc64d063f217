import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";
import { PRIZES, PRIZES_AND_MONEY, prizesEngine } from "./prizes.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, prizesEngine());
  await dashboard.service.putVersion("prizes", PRIZES);
  await dashboard.service.putVersion("prizes", PRIZES_AND_MONEY);
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

async function classify(content: string): Promise<void> {
  const json = { content, policy_id: "prizes" };
  await dashboard.service.call("/classify", { json, headers: { prefer: "wait=60" } });
}

it("starts a shadow by keyboard, reports where it disagrees and why, and stops it", async () => {
  const opened = await dashboard.open("/app/policies/prizes/shadow", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByRole("heading", { name: "No version has been tried on real content yet" }));
  await page.getByLabel("Shadow", { exact: true }).selectOption("1");
  const start = page.getByRole("button", { name: "Start a shadow" });
  await start.press("Enter");
  await page.waitForURL("**/shadow?trial=*");
  await expectShown(page.getByText("100 % of the live items").last());
  await start.press("Enter");
  await expectShown(page.getByText("The policy already has a shadow"));
  for (const content of ["WIN a phone", "Free money today", "Good morning"]) await classify(content);
  const disagreement = page.getByRole("listitem").filter({ hasText: "Violation by the candidate only" });
  await expectShown(disagreement.getByText("It offers nothing."));
  await expectShown(disagreement.getByText("It offers money."));
  await expectShown(page.getByText("3: 3 judged, 0 waiting, 0 failed"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await page.getByRole("button", { name: "By hour" }).press("Enter");
  await page.waitForURL("**by=hour");
  await page.getByRole("button", { name: "Stop the shadow" }).press("Enter");
  await expectGone(page.getByRole("button", { name: "Stop the shadow" }));
  await expectShown(page.getByText("stopped", { exact: true }));
  await disagreement.getByRole("link").press("Enter");
  await expectShown(page.getByText("Free money today"));
});

it("replays recent records by keyboard, and keeps the report at its address", async () => {
  for (const content of ["Your money here", "Good evening"]) await classify(content);
  const opened = await dashboard.open("/app/policies/prizes/shadow", { key: ADMIN_KEY });
  const { page } = opened;
  await page.getByLabel("Replay", { exact: true }).selectOption("100");
  await page.getByRole("button", { name: "Start a replay" }).press("Enter");
  await page.waitForURL("**/shadow?trial=*");
  const own = page.getByRole("listitem").filter({ hasText: "It offers money." }).first();
  await expectShown(page.getByText("completed", { exact: true }));
  await expectShown(own);
  await page.reload();
  await expectShown(own);
  expect(await faultsAtAnySize(opened)).toEqual([]);
});

it("shows a reader the reports, and nothing to start or stop", async () => {
  const key = await dashboard.service.createKey("evaluations:read");
  const { page } = await dashboard.open("/app/policies/prizes/shadow", { key });
  await expectShown(page.getByLabel("Report of"));
  await expectShown(page.getByText("version 2", { exact: true }));
  expect(await page.getByRole("button", { name: /^(Start|Stop)/ }).count()).toBe(0);
});
