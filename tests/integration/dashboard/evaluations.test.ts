import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";
import { CASES, evaluate, PRIZES, PRIZES_AND_MONEY, prizesEngine, pushGolden } from "./prizes.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, prizesEngine());
  const { service } = dashboard;
  await service.putVersion("prizes", PRIZES);
  await service.putVersion("prizes", PRIZES_AND_MONEY);
  await pushGolden(service, "cases", CASES);
  await pushGolden(service, "held", CASES.slice(0, 4));
});
afterEach(async () => {
  dashboard.service.engine.release();
  await dashboard.closePages();
});
afterAll(() => dashboard.stop());

describe("golden sets", () => {
  it("are listed, opened by keyboard, and show content, labels, tags and notes", async () => {
    const opened = await dashboard.open("/app/golden-sets", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByRole("row").filter({ hasText: "cases version 1" }));
    expect(await faultsAtAnySize(opened)).toEqual([]);
    await opened.press("j", "Enter");
    await page.waitForURL("**/app/golden-sets/cases");
    await expectShown(page.getByText("Version 1: 5 items, 5 with a label, 3 violations."));
    const cash = page.getByRole("listitem").filter({ hasText: "Free money today" });
    await expectShown(cash.getByText("Violation"));
    await expectShown(cash.getByText("Note: Seen in March."));
    expect(await faultsAtAnySize(opened)).toEqual([]);
  });

  it("are shown page by page, and the address says which", async () => {
    const items = Array.from({ length: 30 }, (_, number) => ({
      id: `item-${number}`,
      content: `content ${number}`,
      violation: 0,
    }));
    await pushGolden(dashboard.service, "long", items);
    const { page } = await dashboard.open("/app/golden-sets/long", { key: ADMIN_KEY });
    await page.getByRole("button", { name: "Next items" }).press("Enter");
    await page.waitForURL("**/app/golden-sets/long?after=25");
    await expectShown(page.getByText("item-29", { exact: true }));
    await page.reload();
    await expectShown(page.getByText("item-29", { exact: true }));
    await page.getByRole("button", { name: "First items" }).press("Enter");
    await expectShown(page.getByText("item-0", { exact: true }));
  });

  it("that do not exist are said to be missing", async () => {
    const { page } = await dashboard.open("/app/golden-sets/none", { key: ADMIN_KEY });
    await expectShown(page.getByRole("heading", { name: "The golden set was not found" }));
  });
});

describe("an evaluation", () => {
  it("is started by keyboard, shows its progress, and is cancelled", async () => {
    dashboard.service.engine.hold();
    const opened = await dashboard.open("/app/policies/prizes/evaluations", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByRole("heading", { name: "There are no evaluations of this policy yet" }));
    await page.getByLabel("Golden set").selectOption("held");
    await page.getByRole("button", { name: "Evaluate", exact: true }).press("Enter");
    await page.waitForURL("**/app/evaluations/*");
    await expectShown(page.getByRole("heading", { level: 1, name: "Prizes" }));
    await expectShown(page.getByRole("heading", { level: 2, name: "Evaluation of version 1 on held@1" }));
    await expectShown(page.getByText("0 of 4 judgements"));
    expect(await faultsAtAnySize(opened)).toEqual([]);
    await page.getByRole("button", { name: "Cancel the evaluation" }).press("Enter");
    await expectShown(page.getByText("4: not judged"));
    await expectShown(page.getByText("The gate is closed"));
    await expectShown(page.getByText("cancelled", { exact: true }));
    await expectGone(page.getByRole("progressbar"));
  });

  it("shows its report, and its items by what became of them", async () => {
    const id = await evaluate(dashboard.service, { version: 1, golden_set: "cases", repeats: 2 });
    const opened = await dashboard.open(`/app/evaluations/${id}`, { key: ADMIN_KEY });
    const { page } = opened;
    const items = page.getByRole("listitem");
    await expectShown(items.filter({ hasText: "Free money today" }).getByText("Repeat 2"));
    await expectShown(page.getByText("4 of 5 items"));
    await expectShown(page.getByText("1 missed"));
    await expectShown(page.getByText("1: neither right nor wrong"));
    expect(await faultsAtAnySize(opened)).toEqual([]);
    const shown = page.getByLabel("Show", { exact: true });
    await shown.focus();
    await opened.press("ArrowDown");
    await page.waitForURL("**?filter=failed");
    await expectShown(
      items
        .filter({ hasText: "unreadable" })
        .getByText(/do not fit the model's context/)
        .first(),
    );
    await page.reload();
    await expectShown(items.filter({ hasText: "unreadable" }));
    expect(await faultsAtAnySize(opened)).toEqual([]);
    await shown.selectOption("changed");
    await expectShown(page.getByText(/^There are no/));
    await shown.selectOption("all");
    await expectShown(items.filter({ hasText: "Good morning" }));
  });

  it("is not to be seen by a key that may not", async () => {
    const id = await evaluate(dashboard.service, { version: 1, golden_set: "cases" });
    const key = await dashboard.service.createKey("verdicts:read");
    const { page } = await dashboard.open(`/app/evaluations/${id}`, { key });
    await expectShown(page.getByText("Your key does not allow this"));
    const reader = await dashboard.service.createKey("evaluations:read");
    const read = await dashboard.open(`/app/evaluations/${id}`, { key: reader });
    await expectShown(read.page.getByRole("heading", { level: 1, name: "prizes" }));
  });

  it("says that it does not exist", async () => {
    const { page } = await dashboard.open("/app/evaluations/nothing", { key: ADMIN_KEY });
    await expectShown(page.getByRole("button", { name: "Try again" }));
    await expectShown(page.getByRole("heading", { name: "The evaluation was not found" }));
  });
});

describe("a comparison", () => {
  it("waits for both, then shows each flip with both rationales, and the gate", async () => {
    dashboard.service.engine.hold();
    const opened = await dashboard.open("/app/policies/prizes/evaluations?version=2", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByLabel("Golden set").selectOption("held");
    await page.getByRole("button", { name: "Compare with version 1" }).press("Enter");
    await page.waitForURL("**/app/policies/prizes/compare?*");
    await expectShown(page.getByRole("heading", { level: 1, name: "Prizes" }));
    await expectShown(page.getByText("The comparison appears when both evaluations have ended."));
    await expectShown(page.getByText("0 of 4 judgements").first());
    expect(await faultsAtAnySize(opened)).toEqual([]);
    dashboard.service.engine.release();
    await expectShown(page.getByRole("heading", { name: "Decisions that differ (2)" }));
    await expectShown(page.getByText(/^The gate is/));
    const cash = page.getByRole("listitem").filter({ hasText: "Free money today" });
    await expectShown(cash.getByText("✓ Fixed"));
    await expectShown(cash.getByText("It offers nothing."));
    await expectShown(cash.getByText("It offers money."));
    expect(await faultsAtAnySize(opened)).toEqual([]);
    await page.getByLabel("Show", { exact: true }).selectOption("broken");
    await page.waitForURL("**change=broken");
    await expectGone(cash);
    await expectShown(page.getByRole("listitem").filter({ hasText: "Our bank keeps your money" }));
  });

  it("is chosen in the list by keyboard: a base, then the other one", async () => {
    await evaluate(dashboard.service, { version: 1, golden_set: "cases" });
    await evaluate(dashboard.service, { version: 2, golden_set: "cases" });
    const opened = await dashboard.open("/app/policies/prizes/evaluations", { key: ADMIN_KEY });
    const { page } = opened;
    const row = (name: string) => page.getByRole("row").filter({ hasText: name }).first();
    await row("version 1 on cases@1").getByRole("button", { name: "Use as base" }).press("Enter");
    await expectShown(page.getByRole("button", { name: "Base ✕" }));
    expect(await faultsAtAnySize(opened)).toEqual([]);
    await row("version 2 on cases@1").getByRole("link", { name: "Compare with base" }).press("Enter");
    await expectShown(page.getByRole("heading", { name: /^Decisions that differ/ }));
  });
});
