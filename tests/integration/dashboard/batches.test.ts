import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
  await dashboard.service.putVersion("spam");
});
afterEach(async () => {
  dashboard.service.engine.release();
  await dashboard.closePages();
});
afterAll(() => dashboard.stop());

async function upload(...contents: string[]): Promise<string> {
  const body = contents.map((content) => JSON.stringify({ content })).join("\n");
  const headers = { "content-type": "application/jsonl" };
  const response = await dashboard.service.call("/batches?policy_id=spam", { body, headers });
  return ((await response.json()) as { readonly id: string }).id;
}

it("shows the progress of a batch until it ends", async () => {
  dashboard.service.engine.hold();
  const id = await upload("one", "two", "three");
  const opened = await dashboard.open("/app/operations/batches", { key: ADMIN_KEY });
  const { page } = opened;
  const row = page.getByRole("row").filter({ hasText: "Running" });
  await expectShown(row.getByText("0 %"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await opened.press("j", "Enter");
  await page.waitForURL(`**/batches/${id}`);
  await expectShown(page.getByText("0 % of 3"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  dashboard.service.engine.release();
  await expectShown(page.getByRole("heading", { name: "Completed" }));
  await expectShown(page.getByText("100 % of 3"));
  await expectShown(page.getByText("Every line has its verdict."));
});

it("cancels a batch only after a confirmation was typed; unjudged lines stay without a verdict", async () => {
  dashboard.service.engine.hold();
  const id = await upload("one", "two", "three");
  const opened = await dashboard.open(`/app/operations/batches/${id}`, { key: ADMIN_KEY });
  const { page } = opened;
  await page.getByRole("button", { name: "Cancel the batch" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Cancel the batch" });
  await expectShown(dialog.getByText(/A cancelled batch cannot be resumed/));
  expect(await dialog.getByRole("button", { name: "Cancel the batch" }).isDisabled()).toBe(true);
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await dialog.getByRole("textbox").fill("cancel");
  await opened.press("Enter");
  await expectGone(dialog);
  dashboard.service.engine.release();
  await expectShown(page.getByRole("heading", { name: "Cancelled", exact: true }));
  expect(await page.getByRole("button", { name: "Cancel the batch" }).count()).toBe(0);
  const lost = page.getByRole("grid", { name: "Lines without a verdict" });
  await expectShown(lost.getByRole("row").nth(1));
  expect(await faultsAtAnySize(opened)).toEqual([]);
});

it("does not offer cancelling to a key that may only read", async () => {
  dashboard.service.engine.hold();
  const id = await upload("one");
  const key = await dashboard.service.createKey("verdicts:read");
  const { page } = await dashboard.open(`/app/operations/batches/${id}`, { key });
  await expectShown(page.getByText("0 % of 1"));
  expect(await page.getByRole("button", { name: "Cancel the batch" }).count()).toBe(0);
});
