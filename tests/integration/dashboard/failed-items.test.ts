import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { OutputEmptyError } from "../../../engine/errors.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { expectGone, expectShown, type TestPage } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { SAFE_ANSWER } from "../../helpers/fake-engine.ts";
import { ADMIN_KEY, HoldingEngine } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

let fails = true;
let dashboard: Dashboard;

beforeAll(async () => {
  const engine = new HoldingEngine(() => (fails ? new OutputEmptyError("empty") : SAFE_ANSWER));
  const settings = { GAVEL_MAX_ATTEMPTS: "1", GAVEL_CONTENT_RETENTION_HOURS: "24" };
  dashboard = await Dashboard.start(settings, engine);
  await dashboard.service.putVersion("spam");
});
beforeEach(() => void (fails = true));
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

async function fail(content: string): Promise<VerdictRecord> {
  const json = { content, policy_id: "spam" };
  const response = await dashboard.service.call("/classify", { json, headers: { prefer: "wait=60" } });
  return (await response.json()) as VerdictRecord;
}

async function record(id: string): Promise<VerdictRecord> {
  return (await (await dashboard.service.call(`/verdicts/${id}`)).json()) as VerdictRecord;
}

/** Of the table, without its head. */
const rowCount = async ({ page }: TestPage): Promise<number> =>
  Number(await page.getByRole("grid", { name: "Failed items" }).getAttribute("aria-rowcount")) - 1;

it("shows in the list, in the item and in the record that it was retried, and leads to the new record", async () => {
  const { id } = await fail("first");
  const opened = await dashboard.open("/app/operations/queue", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByRole("button", { name: "Retry all 1" }));
  await opened.press("j", "Enter");
  const item = page.getByRole("dialog");
  fails = false;
  await item.getByRole("button", { name: "Retry", exact: true }).press("Enter");
  const confirm = page.getByRole("dialog", { name: "Retry 1 item" });
  await confirm.getByRole("button", { name: "Retry" }).press("Enter");
  await expectShown(page.getByText("1 item is judged again."));
  // It is retried once: there is nothing more to retry.
  expect(await page.getByRole("button", { name: "Retry all 0" }).isDisabled()).toBe(true);
  await expectShown(page.getByRole("row").getByRole("link", { name: "yes" }));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await page.getByRole("grid", { name: "Failed items" }).focus();
  await opened.press("Enter");
  const { retried_as: again } = await record(id);
  const link = item.getByRole("link", { name: again ?? "" });
  await expectShown(link);
  expect(await item.getByRole("button", { name: "Retry", exact: true }).count()).toBe(0);
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await link.press("Enter");
  await page.waitForURL(`**/app/verdicts/${again}`);
  await expectShown(page.getByRole("link", { name: "a record that failed" }));
  await page.goto(`/app/verdicts/${id}`);
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await page.getByRole("link", { name: "retried in another record" }).press("Enter");
  await page.waitForURL(`**/app/verdicts/${again}`);
});

it("keeps what was scrolled into view when it is loaded again", async () => {
  const lines = Array.from({ length: 150 }, (_, number) => JSON.stringify({ content: `line ${number}` }));
  const headers = { "content-type": "application/jsonl" };
  await dashboard.service.call("/batches?policy_id=spam", { body: lines.join("\n"), headers });
  await eventually(async () => {
    const page = await (await dashboard.service.call("/verdicts?status=failed&limit=200")).json();
    expect((page as { readonly data: readonly unknown[] }).data.length).toBeGreaterThanOrEqual(150);
  });
  const opened = await dashboard.open("/app/operations/queue?status=failed", { key: ADMIN_KEY });
  const grid = opened.page.getByRole("grid", { name: "Failed items" });
  await grid.focus();
  await opened.press("End");
  await eventually(async () => expect(await rowCount(opened)).toBeGreaterThanOrEqual(150));
  const before = await rowCount(opened);
  await fail("one more");
  await opened.press("r");
  await eventually(async () => expect(await rowCount(opened)).toBe(before + 1));
});

it("shows what waits and what runs, and for which key", async () => {
  fails = false;
  const { engine } = dashboard.service;
  engine.hold();
  for (const content of ["held 1", "held 2"]) {
    const json = { content, policy_id: "spam" };
    await dashboard.service.call("/classify", { json, headers: { prefer: "respond-async" } });
  }
  const opened = await dashboard.open("/app/operations/queue?status=running", { key: ADMIN_KEY });
  const { page } = opened;
  await eventually(async () => {
    await opened.press("r");
    expect(await page.getByRole("grid", { name: "Running items" }).getAttribute("aria-rowcount")).toBe("3");
  });
  await expectShown(page.getByRole("rowheader", { name: "environment" }));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  engine.release();
  await expectShown(page.getByText("No key has waiting or running items."));
  await expectGone(page.getByRole("rowheader", { name: "environment" }));
});
