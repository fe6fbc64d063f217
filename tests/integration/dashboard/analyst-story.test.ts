import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { Keyboard } from "./keyboard.ts";
import { judge, LISTINGS, listingsEngine } from "./listings.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, listingsEngine());
  const { service } = dashboard;
  await service.putVersion("listings", LISTINGS);
  await judge(service, "Lamp, broken, doubtful", { external_id: "lamp" });
  await judge(service, "Used bicycle", { external_id: "bicycle" });
  await judge(service, "New phone, broken", { external_id: "phone" });
});
afterAll(() => dashboard.stop());

it("an analyst finds, reads, overturns, undoes, exports and verifies, by keyboard only", async () => {
  const keyboard = new Keyboard(await dashboard.open("/app/"));
  const { page } = keyboard.opened;
  const row = (externalId: string) => page.getByRole("row").filter({ hasText: externalId });

  // Signs in.
  await expectShown(page.getByLabel("API key"));
  await keyboard.type(ADMIN_KEY);
  await keyboard.press("Enter");
  await expectShown(page.getByRole("navigation", { name: "Pages" }));

  // Finds the violations of a category.
  await keyboard.press("g", "l");
  await expectShown(row("bicycle"));
  await keyboard.press("/");
  await keyboard.choose(page.getByLabel("Outcome"), "Violation");
  await keyboard.activate(page.getByRole("button", { name: "More filters" }));
  await keyboard.tabTo(page.getByLabel("Category"));
  await keyboard.type("ML1");
  await keyboard.press("Enter");
  await page.waitForURL("**/app/live?violation=1&category=ML1");
  await expectGone(row("bicycle"));
  await expectShown(row("lamp"));

  // Opens the newest one, and reads what was judged and the rule that it cites.
  await keyboard.press("Escape", "j", "Enter");
  await keyboard.reads("New phone, broken");
  await keyboard.reads("It is offered as new and is broken (ML1.a).");
  await keyboard.reads("ML1.a Price or condition contradicts the description.");

  // Overturns it, and then the one that waits in the queue.
  await keyboard.press("v");
  await page.waitForURL("**/app/review?item=*");
  await keyboard.reads("New phone, broken");
  await expectShown(page.getByRole("toolbar", { name: "Decide" }));
  await keyboard.press("o");
  await keyboard.reads("ML0 Fine");
  await keyboard.press("2");
  await keyboard.type("Sold as broken.");
  await keyboard.press("Enter");
  await keyboard.reads("Lamp, broken, doubtful");
  await keyboard.press("o");
  await keyboard.reads("ML0 Fine");
  await keyboard.press("2");
  await keyboard.type("The shade is broken, not the lamp.");
  await keyboard.press("Enter");
  await keyboard.reads("2 decided, 2 of them overturned");

  // Undoes the last decision, sees that in the history, and decides again.
  await keyboard.press("z");
  await keyboard.reads("Lamp, broken, doubtful");
  await keyboard.reads(/overturned it.*\(undone\)/);
  await keyboard.press("o");
  await keyboard.reads("ML0 Fine");
  await keyboard.press("2");
  await keyboard.type("Only its shade is broken.");
  await keyboard.press("Enter");
  await keyboard.reads("Nothing is waiting for you");

  // Finds what was overturned, and reads the history of one.
  await keyboard.press("g", "l");
  await expectShown(row("bicycle"));
  await keyboard.press("/");
  await keyboard.activate(page.getByRole("button", { name: "More filters" }));
  await keyboard.choose(page.getByLabel("Review", { exact: true }), "Overturned");
  await page.waitForURL("**/app/live?review_state=overturned");
  await expectGone(row("bicycle"));
  await keyboard.press("Escape", "j", "j", "Enter");
  await keyboard.reads("Only its shade is broken.");
  await expectShown(page.getByText("(undone)"));

  // Exports the shown records.
  await keyboard.press("u");
  await page.waitForURL("**/app/live?review_state=overturned");
  await expectShown(row("lamp"));
  const downloading = page.waitForEvent("download");
  await keyboard.press("c");
  const text = readFileSync(await (await downloading).path(), "utf8");
  const exported = parse(text, { columns: true, bom: true }) as { external_id: string }[];
  expect(exported.map(({ external_id: id }) => id).toSorted()).toEqual(["lamp", "phone"]);

  // Verifies the log, which has the reads and the decisions.
  await keyboard.press("Control+k");
  await keyboard.type("audit log");
  await keyboard.press("Enter");
  await page.waitForURL("**/app/operations/audit");
  await expectShown(page.getByRole("row").filter({ hasText: "Review decided" }).nth(2));
  await keyboard.press("v");
  await keyboard.reads("The log is intact");
  await dashboard.closePages();
});
