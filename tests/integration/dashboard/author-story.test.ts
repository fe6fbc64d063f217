import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { GOLDEN_CSV, policy, wordEngine } from "../stories/spam-policy.ts";
import { Dashboard } from "./dashboard.ts";
import { Keyboard } from "./keyboard.ts";

let dashboard: Dashboard;
let directory: string;

/** Version 1 finds "prize" and "loan", was evaluated and is active. */
beforeAll(async () => {
  dashboard = await Dashboard.start({}, wordEngine());
  directory = await mkdtemp(path.join(tmpdir(), "gavel-author-"));
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(directory, name), text);
    return path.join(directory, name);
  };
  for (const command of [
    ["golden", "push", "cases", await file("cases.csv", GOLDEN_CSV)],
    ["policy", "push", "spam", await file("spam.md", policy("prize, loan"))],
    ["eval", "spam@1", "--golden", "cases@1"],
    ["policy", "activate", "spam", "1"],
  ]) {
    const outcome = await dashboard.service.gavel(command);
    if (outcome.code !== 0) throw new Error(outcome.stdout + outcome.stderr);
  }
});
afterAll(async () => {
  await dashboard.stop();
  await rm(directory, { recursive: true, force: true });
});

it("an author edits, tries, saves, evaluates, compares, activates and rolls back, by keyboard only", async () => {
  const keyboard = new Keyboard(await dashboard.open("/app/", { key: ADMIN_KEY, width: 1440 }));
  const { page } = keyboard.opened;
  const text = page.getByLabel("Text of the policy");
  const link = (name: string): Locator => page.getByRole("link", { name, exact: true });
  const replaceText = async (next: string): Promise<void> => {
    await keyboard.press("i", "Control+a");
    await keyboard.paste(next);
  };
  /** From the editor: the version that was just saved, on the golden set, together with version 1. */
  const compareWithActive = async (): Promise<void> => {
    await keyboard.activate(link("Evaluate or compare"), "Shift+Tab");
    await keyboard.choose(page.getByLabel("Golden set"), "cases");
    await keyboard.activate(page.getByRole("button", { name: "Compare with version 1" }));
    await page.waitForURL("**/compare?base=*");
    await expectShown(page.getByRole("heading", { name: /^Decisions that differ/ }));
  };
  /** From a page of the policy: the version's own page. */
  const openVersion = async (version: number): Promise<void> => {
    await keyboard.activate(link("Policy"));
    const versions = page.getByRole("grid", { name: "Versions" });
    await keyboard.tabTo(versions);
    await keyboard.press("Home", "Enter");
    await page.waitForURL(`**/policies/spam/versions/${version}`);
    await expectShown(page.getByRole("button", { name: `Activate version ${version}…` }));
  };

  // Opens the policy, and its editor.
  await expectShown(page.getByRole("navigation", { name: "Pages" }));
  await keyboard.press("g", "p");
  await expectShown(page.getByRole("grid", { name: "Policies" }));
  await keyboard.press("j", "Enter");
  await keyboard.reads("Version 1 is active");
  await keyboard.press("e");
  await expectShown(text);

  // Adds a sentence: the linter does not know its code. Goes to the finding, and corrects it.
  await replaceText(policy("prize"));
  await keyboard.press("Control+End");
  await keyboard.type("Judge jokes by SP7.");
  await expectShown(page.getByRole("tab", { name: "Findings (1)" }));
  await expectShown(page.getByRole("listitem").filter({ hasText: "SP7" }));
  await keyboard.press("Alt+n");
  await keyboard.type("SP0");
  await expectShown(page.getByRole("tab", { name: "Findings (0)" }));
  expect(await text.inputValue()).toContain("Judge jokes by SP0.");

  // Tries the text on two contents without saving it.
  await keyboard.tabTo(page.getByRole("tab", { name: "Findings (0)" }));
  await keyboard.press("End");
  await keyboard.tabTo(page.getByLabel("Content", { exact: true }));
  await keyboard.type("A prize for you");
  await keyboard.press("Control+Enter");
  await keyboard.reads("SP1: it offers a prize.");
  await keyboard.press("Control+a");
  await keyboard.type("A loan for you");
  await keyboard.press("Control+Enter");
  await keyboard.reads("SP0: nothing is offered.");

  // Saves it, evaluates it, and reads what it loses.
  await keyboard.press("Control+s");
  await keyboard.reads("Version 2, a draft.");
  await compareWithActive();
  await keyboard.reads("a significant loss");
  await expectShown(page.getByRole("listitem").filter({ hasText: /Broken.*loan-1/ }));

  // The gate refuses it.
  await openVersion(2);
  await keyboard.press("a");
  const dialog = page.getByRole("dialog");
  await expectShown(dialog.getByText("The gate is closed"));
  await expectShown(dialog.getByText(/recall is 0\.333/));
  await keyboard.type("It finds prizes.");
  await keyboard.press("Enter");
  expect(await dialog.getByRole("button", { name: "Activate version 2 anyway" }).isDisabled()).toBe(true);
  await keyboard.press("Escape");
  await expectGone(dialog);

  // Corrects it, and this time it loses nothing.
  await keyboard.press("e");
  await expectShown(text);
  await replaceText(policy("prize, loan, lottery"));
  await keyboard.press("Control+s");
  await keyboard.reads("Version 3, a draft.");
  await compareWithActive();
  await keyboard.reads("The gate is open");
  await keyboard.reads("Both make the same decision on every item.");

  // Activates it, and rolls it back.
  await openVersion(3);
  await keyboard.press("a");
  await keyboard.type("It finds lotteries too.");
  await expectShown(dialog.getByText("The gate is open"));
  await keyboard.press("Enter");
  await keyboard.reads("Version 3 is active");
  await keyboard.reads("It finds lotteries too.");
  await keyboard.press("b");
  await keyboard.type("A complaint about lotteries.");
  await keyboard.press("Enter");
  await keyboard.reads("Version 3 is not active; version 1 is");
  await keyboard.reads("Rolled back to version 1, version 3 before");
  await keyboard.reads("A complaint about lotteries.");
  await dashboard.closePages();
});
