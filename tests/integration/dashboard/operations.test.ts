import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OutputEmptyError } from "../../../engine/errors.ts";
import type { ServiceState } from "../../../schemas/service-state.ts";
import type { VerdictRecord } from "../../../schemas/verdict-record.ts";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { SAFE_ANSWER } from "../../helpers/fake-engine.ts";
import { ADMIN_KEY, HoldingEngine } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";

let fails = false;
let dashboard: Dashboard;

beforeAll(async () => {
  const engine = new HoldingEngine(() => (fails ? new OutputEmptyError("empty") : SAFE_ANSWER));
  const settings = {
    GAVEL_MAX_ATTEMPTS: "1",
    GAVEL_CONTENT_RETENTION_HOURS: "24",
    GAVEL_WEBHOOK_ALLOW_PRIVATE: "true",
  };
  dashboard = await Dashboard.start(settings, engine);
  await dashboard.service.putVersion("spam");
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

async function fail(content: string): Promise<VerdictRecord> {
  fails = true;
  const json = { content, policy_id: "spam" };
  const response = await dashboard.service.call("/classify", { json, headers: { prefer: "wait=60" } });
  fails = false;
  return (await response.json()) as VerdictRecord;
}

async function records(query: string): Promise<readonly VerdictRecord[]> {
  const page = await (await dashboard.service.call(`/verdicts?${query}`)).json();
  return (page as { readonly data: readonly VerdictRecord[] }).data;
}

describe("operations: health", () => {
  it("shows checks in words, and the worker with its engine", async () => {
    await eventually(async () => {
      const state = (await (await dashboard.service.call("/operations")).json()) as ServiceState;
      expect(state.processes[0]?.worker?.slots).toBe(64);
    });
    const opened = await dashboard.open("/app/operations", { key: ADMIN_KEY });
    await expectShown(opened.page.getByText("An item that is submitted now will be judged."));
    await expectShown(opened.page.getByText("The database accepts writes"));
    await expectShown(opened.page.getByText("0 of 64"));
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("has its own key, like the other pages of the rail", async () => {
    const opened = await dashboard.open("/app/live", { key: ADMIN_KEY });
    await expectShown(opened.page.getByRole("link", { name: "Operations" }));
    await opened.press("g", "s");
    await expectShown(opened.page.getByText("The database accepts writes"));
    await opened.press("g", "o");
    await opened.page.waitForURL("**/app/");
  });

  it("is one of the tabs that the scopes of a key allow", async () => {
    const key = await dashboard.service.createKey("operations:read");
    const { page } = await dashboard.open("/app/operations", { key });
    await expectShown(page.getByRole("link", { name: "Queue" }));
    expect(await page.getByRole("link", { name: "Audit log" }).count()).toBe(0);
    await page.goto("/app/operations/keys");
    await expectShown(page.getByText("Your key does not allow this"));
  });
});

describe("operations: queue", () => {
  it("says why an item failed and what to do, and retries it by keyboard", async () => {
    const failed = await fail("first");
    const opened = await dashboard.open("/app/operations/queue", { key: ADMIN_KEY });
    await expectShown(opened.page.getByText("output_empty").first());
    await opened.press("j", "Enter");
    await expectShown(opened.page.getByText("check the model if it happens often"));
    await opened.page.getByRole("button", { name: "Retry", exact: true }).press("Enter");
    await opened.page
      .getByRole("dialog", { name: "Retry 1 item" })
      .getByRole("button", { name: "Retry" })
      .press("Enter");
    await expectShown(opened.page.getByText("1 item is judged again."));
    const retried = (await records("order=desc&limit=10")).find(({ retry_of: of }) => of === failed.id);
    expect(retried).toBeDefined();
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("retries many only after their number was typed, and says which could not be retried", async () => {
    const gone = await fail("gone");
    await dashboard.service.service.parts.stores.verdicts.eraseContent(new Date(Date.now() + 60_000));
    await fail("kept");
    const opened = await dashboard.open("/app/operations/queue?status=failed", { key: ADMIN_KEY });
    await opened.page.getByRole("button", { name: /^Retry all \d+$/ }).press("Enter");
    const dialog = opened.page.getByRole("dialog");
    const button = dialog.getByRole("button", { name: "Retry", exact: true });
    expect(await button.isDisabled()).toBe(true);
    const words = (await dialog.locator("label").textContent()) ?? "";
    await dialog.getByRole("textbox").fill(/retry \d+/.exec(words)?.[0] ?? "");
    await button.press("Enter");
    await expectShown(dialog.getByText("The content is no longer kept"));
    const retries = (await records("order=desc&limit=20")).map(({ retry_of: of }) => of);
    expect(retries).not.toContain(gone.id);
  });
});

describe("operations: batches", () => {
  it("shows a batch, the lines without a verdict, and its results as a file", async () => {
    const lines = ['{"content":"a","external_id":"p-1"}', "{nope", '{"content":"b"}'].join("\n");
    const headers = { "content-type": "application/jsonl" };
    const uploaded = await dashboard.service.call("/batches?policy_id=spam", { body: lines, headers });
    const { id } = (await uploaded.json()) as { readonly id: string };
    const opened = await dashboard.open("/app/operations/batches", { key: ADMIN_KEY });
    await expectShown(opened.page.getByText("Completed"));
    await opened.press("j", "Enter");
    await opened.page.waitForURL(`**/batches/${id}`);
    await expectShown(opened.page.getByText("bad_line"));
    const download = opened.page.waitForEvent("download");
    await opened.page.getByRole("link", { name: "Download CSV" }).press("Enter");
    expect((await download).suggestedFilename()).toBe(`batch-${id}.csv`);
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});

describe("operations: webhooks", () => {
  it("adds an endpoint, shows its secret once, sends a test event, pauses and removes it", async () => {
    const opened = await dashboard.open("/app/operations/webhooks", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByText("No endpoint is registered"));
    await opened.press("n");
    await page.getByLabel("URL").fill("http://127.0.0.1:9/hook");
    await opened.press("Enter");
    await expectShown(page.getByText(/^whsec_/));
    await page.getByRole("button", { name: "I have saved it" }).press("Enter");
    await page.getByRole("button", { name: "Send a test event" }).press("Enter");
    await expectShown(page.getByText("webhook.test"));
    await page.getByRole("grid", { name: "Deliveries" }).focus();
    await opened.press("Enter");
    await expectShown(page.getByRole("button", { name: "Send again" }));
    await opened.press("Escape");
    await page.getByRole("button", { name: "Pause" }).press("Enter");
    await expectShown(page.getByRole("button", { name: "Resume" }));
    expect(await opened.accessibilityFaults()).toEqual([]);
    await page.getByRole("button", { name: "Remove", exact: true }).press("Enter");
    await page.getByRole("dialog").getByRole("textbox").fill("remove");
    await opened.press("Enter");
    await expectShown(page.getByText("No endpoint is registered"));
  });
});

describe("operations: keys", () => {
  it("creates a key with a preset, shows it once, and revokes it after a confirmation was typed", async () => {
    const opened = await dashboard.open("/app/operations/keys", { key: ADMIN_KEY });
    const { page } = opened;
    await expectShown(page.getByRole("grid", { name: "Keys" }));
    await opened.press("n");
    await page.getByLabel("Name").fill("night shift");
    await page.getByRole("button", { name: "On call" }).press("Enter");
    await page.getByLabel("Name").press("Enter");
    const secret = page.getByText(/^gavel_/);
    await expectShown(secret);
    const key = (await secret.textContent()) ?? "";
    expect((await dashboard.service.call("/operations", { key })).status).toBe(200);
    await page.getByRole("button", { name: "I have saved it" }).press("Enter");
    await expectGone(secret);
    await page.getByRole("grid", { name: "Keys" }).focus();
    await opened.press("Enter");
    await expectShown(page.getByText("See processes, engines, model servers"));
    expect(await opened.accessibilityFaults()).toEqual([]);
    await page.getByRole("button", { name: "Revoke", exact: true }).press("Enter");
    await page.getByRole("dialog").getByRole("textbox").fill("revoke");
    await opened.press("Enter");
    await expectShown(page.getByText("The key night shift is revoked."));
    expect((await dashboard.service.call("/operations", { key })).status).toBe(401);
  });
});

describe("operations: audit log", () => {
  it("lists, filters in the URL, shows an entry, verifies in words, and exports", async () => {
    const opened = await dashboard.open("/app/operations/audit", { key: ADMIN_KEY });
    const { page } = opened;
    await page.getByLabel("Action").selectOption("policy.uploaded");
    await page.waitForURL("**/audit?action=policy.uploaded");
    await expectShown(page.getByText("/policies/spam"));
    await page.getByRole("grid", { name: "Audit log" }).focus();
    await opened.press("Enter");
    await expectShown(page.getByRole("dialog", { name: "Policy uploaded" }));
    await opened.press("Escape");
    await opened.press("v");
    await expectShown(page.getByText(/entries form an unbroken chain/));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).press("Enter");
    expect((await download).suggestedFilename()).toBe("audit.jsonl");
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});
