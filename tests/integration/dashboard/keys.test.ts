import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({ GAVEL_KEY_REQUESTS_PER_MINUTE: "1200", GAVEL_KEY_QUEUE_SHARE: "40" });
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

it("creates a key with selected scopes, and shows its scopes and limits", async () => {
  const opened = await dashboard.open("/app/operations/keys", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByRole("grid", { name: "Keys" }));
  await opened.press("n");
  const form = page.getByRole("dialog", { name: "Create a key" });
  await form.getByLabel("Name").fill("importer");
  await form.getByLabel("verdicts:read").uncheck();
  await form.getByLabel("policies:read").check();
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await form.getByRole("button", { name: "Create" }).press("Enter");
  const secret = page.getByText(/^gavel_/);
  await expectShown(secret);
  const key = (await secret.textContent()) ?? "";
  await page.getByRole("button", { name: "I have saved it" }).press("Enter");
  await expectGone(secret);
  expect((await dashboard.service.call("/policies", { key })).status).toBe(200);
  expect((await dashboard.service.call("/verdicts", { key })).status).toBe(403);
  await page.getByRole("row").filter({ hasText: "importer" }).click();
  const shown = page.getByRole("dialog", { name: "importer" });
  await expectShown(shown.getByText("Read policies and their versions."));
  await expectShown(shown.getByText("1,200 per minute"));
  await expectShown(shown.getByText("at most 40 %"));
  await expectShown(shown.getByText("Nobody is signed in with it."));
  expect(await faultsAtAnySize(opened)).toEqual([]);
});

it("shows who is signed in with a key, and ends one session while the key stays valid", async () => {
  const key = await dashboard.service.createKey("verdicts:read");
  const analyst = await dashboard.open("/app/live", { key });
  await expectShown(analyst.page.getByRole("navigation", { name: "Pages" }));
  const opened = await dashboard.open("/app/operations/keys", { key: ADMIN_KEY });
  const { page } = opened;
  await page.getByRole("row").filter({ hasText: "test" }).click();
  const sessions = page.getByRole("region", { name: "Open sessions" });
  await expectShown(sessions.getByRole("row").nth(1));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await sessions.getByRole("button", { name: "End" }).press("Enter");
  await expectShown(page.getByText("The session has ended."));
  await expectShown(page.getByText("Nobody is signed in with it."));
  await expectShown(analyst.page.getByText("Your session has ended: it expired"));
  expect((await dashboard.service.call("/verdicts", { key })).status).toBe(200);
  await opened.press("Escape");
  await page.goto("/app/operations/audit?action=session.ended");
  await expectShown(page.getByRole("row").filter({ hasText: /\/keys\/\w+\/sessions/ }));
});

it("does not offer to end the session of the page itself", async () => {
  const opened = await dashboard.open("/app/operations/keys", { key: ADMIN_KEY });
  const { page } = opened;
  await page.getByRole("row").filter({ hasText: "environment" }).click();
  await expectShown(page.getByRole("cell", { name: "Your session" }));
});
