import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { PRIZES, PRIZES_AND_MONEY, prizesEngine } from "./prizes.ts";

const AIMED = PRIZES.replace("---\n", "---\ntargets: { recall: 0.9 }\n");

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await Dashboard.start({}, prizesEngine());
  const { service } = dashboard;
  await service.putVersion("prizes", PRIZES);
  await service.putVersion("prizes", AIMED);
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

describe("the author's story", () => {
  it("opens a policy by keyboard, reads it, and compares its versions", async () => {
    const opened = await dashboard.open("/app/policies", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByText("Draft 2"));
    await opened.press("j", "o");
    await page.waitForURL("**/app/policies/prizes");
    await expectShown(page.getByRole("heading", { name: "PR1 – Prize" }));
    await expectShown(page.getByText("Version 1 is active"));
    await page.goto("/app/policies/prizes/diff?from=1&to=2");
    await expectShown(page.getByText('targets: none → {"recall":0.9}'));
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("edits, keeps unsaved text over a reload, tries it, saves a draft and notices a conflict", async () => {
    const opened = await dashboard.open("/app/policies/prizes/edit?from=1", { key: ADMIN_KEY });
    const { page } = opened;
    page.on("dialog", (dialog) => void dialog.accept());
    const text = page.getByLabel("Text of the policy");
    await text.fill(PRIZES_AND_MONEY);
    await expectShown(page.getByText("this browser keeps the text"));
    await page.reload();
    await expectShown(page.getByText("This is your unsaved text"));
    await page.getByRole("tab", { name: "Try it" }).click();
    await page.getByLabel("Content", { exact: true }).fill("money for you");
    await opened.press("Control+Enter");
    await expectShown(page.getByText("It offers money."));
    await dashboard.service.putVersion("prizes", `${PRIZES}- PR1.c Of somebody else.\n`);
    await opened.press("Control+s");
    await expectShown(page.getByText("The policy was changed in the meantime"));
    await page.getByRole("button", { name: "Save as another draft" }).click();
    await expectShown(page.getByText("Version 4, a draft."));
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("activates against the gate only with a reason and a typed word, and rolls back", async () => {
    const opened = await dashboard.open("/app/policies/prizes/versions/2", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByRole("button", { name: "Activate version 2…" }).click();
    await expectShown(page.getByText("The gate is closed"));
    const confirm = page.getByRole("button", { name: "Activate version 2 anyway" });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel("Reason").fill("an attack is running");
    await page.getByLabel("Type prizes@2 to confirm").fill("prizes@2");
    await opened.press("Enter");
    await expectShown(page.getByText("Version 2 is active"));
    await page.getByRole("button", { name: "Roll back…" }).click();
    await page.getByRole("button", { name: "Roll back", exact: true }).click();
    await expectShown(page.getByText("Version 2 is not active; version 1 is"));
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});
