import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start();
  await dashboard.service.putVersion("spam");
  await dashboard.service.putVersion("hate");
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

it("filters by subject, key and day, keeps the filters in the URL, and says when nothing matches", async () => {
  const { stores } = dashboard.service.service.parts;
  const author = await stores.keys.create("author", ["policies:write"]);
  const headers = { "content-type": "text/markdown" };
  await dashboard.service.call("/policies/books", {
    method: "PUT",
    key: author.key,
    body: "# Books\n\nBK1 Not about books.\n\nBK2 About books.\n",
    headers,
  });
  const opened = await dashboard.open("/app/operations/audit", { key: ADMIN_KEY });
  const { page } = opened;
  const about = (subject: string) => page.getByRole("row").filter({ hasText: subject }).first();
  await expectShown(about("/policies/spam"));
  await opened.press("/", "Tab");
  await page.keyboard.type(author.id);
  await opened.press("Enter");
  await page.waitForURL(`**/audit?actor=${author.id}`);
  await expectShown(about("/policies/books"));
  await expectGone(about("/policies/spam"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await page.reload();
  await expectShown(about("/policies/books"));
  await page.getByLabel("Key").fill("");
  await page.getByLabel("Subject").fill("/policies/hate");
  await opened.press("Enter");
  await expectShown(about("/policies/hate"));
  await expectGone(about("/policies/books"));
  await page.getByLabel("From").fill("2001-01-01");
  await page.getByLabel("To").fill("2001-01-02");
  await opened.press("Enter");
  await expectShown(page.getByRole("heading", { name: "No entry matches" }));
  await page.getByLabel("Subject").focus();
  expect(await faultsAtAnySize(opened)).toEqual([]);
});

it("verifies with the head that is to be kept elsewhere, and shows an entry with its hash", async () => {
  const opened = await dashboard.open("/app/operations/audit", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByRole("grid", { name: "Audit log" }));
  await opened.press("v");
  await expectShown(page.getByText("The log is intact"));
  await expectShown(page.getByText(/^Head \d+:/));
  await page.getByLabel("Action").selectOption("policy.uploaded");
  await expectShown(page.getByRole("row").filter({ hasText: "/policies/hate" }));
  await opened.press("Escape");
  await page.getByRole("grid", { name: "Audit log" }).focus();
  await opened.press("Enter");
  const entry = page.getByRole("dialog", { name: "Policy uploaded" });
  await expectShown(entry.getByRole("button", { name: "Copy the id of the entry" }));
  expect(await faultsAtAnySize(opened)).toEqual([]);
});
