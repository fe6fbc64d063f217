import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { verifies, WebhookReceiver } from "../../helpers/webhook-receiver.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

let dashboard: Dashboard;
let receiver: WebhookReceiver;

beforeAll(async () => {
  dashboard = await Dashboard.start({ GAVEL_WEBHOOK_ALLOW_PRIVATE: "true" });
  await dashboard.service.putVersion("spam");
  receiver = await WebhookReceiver.start();
});
afterEach(() => dashboard.closePages());
afterAll(async () => {
  await receiver.stop();
  await dashboard.stop();
});

async function classify(content: string): Promise<void> {
  const json = { content, policy_id: "spam" };
  await dashboard.service.call("/classify", { json, headers: { prefer: "wait=60" } });
}

/** Waits until the receiver has this many events. */
const arrived = (count: number): Promise<void> =>
  eventually(async () => expect(receiver.received.length).toBe(count));

it("follows an endpoint from its creation, through failing deliveries, to a receiver that is gone and comes back", async () => {
  const opened = await dashboard.open("/app/operations/webhooks", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByText("No endpoint is registered"));
  await opened.press("n");
  await page.getByLabel("URL").fill(receiver.url);
  await page.getByLabel("Policies").fill("spam");
  await opened.press("Enter");
  const shownSecret = page.getByText(/^whsec_/);
  await expectShown(shownSecret);
  const secret = (await shownSecret.textContent()) ?? "";
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await page.getByRole("button", { name: "I have saved it" }).press("Enter");
  await page.waitForURL(/webhooks\/[0-9a-f-]+$/);
  await page.reload();
  await expectShown(page.getByText("All outcomes of spam"));
  expect(await shownSecret.count()).toBe(0);

  // The filter can be changed.
  await page.getByRole("button", { name: "Change" }).press("Enter");
  const form = page.getByRole("dialog", { name: "Change the endpoint" });
  await form.getByLabel("Description").fill("the forum");
  await form.getByLabel("Outcomes").selectOption("0");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expectShown(page.getByText("No violation, spam"));
  await expectShown(page.getByText("the forum"));

  // An event arrives.
  await classify("one");
  await arrived(1);
  expect(receiver.received.every((each) => verifies(secret, each))).toBe(true);

  // The receiver fails: the delivery shows the error, and is sent again on request.
  receiver.answerWith((_, __, response) => response.writeHead(500).end());
  await classify("two");
  await page.getByLabel("Status").selectOption("pending");
  const deliveries = page.getByRole("grid", { name: "Deliveries" });
  await expectShown(deliveries.getByText("500: The response was not 2xx"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  await opened.press("j", "Enter");
  const delivery = page.getByRole("dialog", { name: "verdict.completed" });
  await expectShown(delivery.getByText("500: The response was not 2xx"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  receiver.answerWith((_, __, response) => response.writeHead(204).end());
  await delivery.getByRole("button", { name: "Send again" }).press("Enter");
  await expectShown(page.getByText("The event is being sent again."));
  await expectShown(page.getByText("No delivery has this status."));

  // The receiver is gone: the endpoint is disabled, and its page says why.
  receiver.answerWith((_, __, response) => response.writeHead(410).end());
  await classify("three");
  await page.getByLabel("Status").selectOption("dead");
  await expectShown(page.getByText("Stopped: the receiver returned 410 Gone"));
  await expectShown(deliveries.getByText("410: The receiver returned 410 Gone"));

  // The receiver is back: all failed deliveries are sent.
  receiver.answerWith((_, __, response) => response.writeHead(204).end());
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await expectShown(page.getByText("Receives events", { exact: true }));
  const before = receiver.received.length;
  await page.getByRole("button", { name: "Replay failed deliveries" }).press("Enter");
  await page.getByRole("dialog").getByRole("textbox").fill("replay");
  await opened.press("Enter");
  await expectShown(page.getByText("1 event is being sent again."));
  await arrived(before + 1);
  await page.getByLabel("Status").selectOption("delivered");
  await page.waitForURL("**status=delivered");
  await expectShown(deliveries.locator("[aria-rowindex='4']"));
  expect(new Set(receiver.ids).size).toBe(3);
});

it("replaces the secret: for a day the receiver can verify with either", async () => {
  const created = await dashboard.service.call("/webhooks", { json: { url: receiver.url } });
  const { id, secret } = (await created.json()) as { readonly id: string; readonly secret: string };
  const opened = await dashboard.open(`/app/operations/webhooks/${id}`, { key: ADMIN_KEY });
  const { page } = opened;
  await page.getByRole("button", { name: "Replace the secret" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Replace the secret" });
  await dialog.getByRole("button", { name: "Replace the secret" }).press("Enter");
  const shown = page.getByText(/^whsec_/);
  await expectShown(shown);
  const next = (await shown.textContent()) ?? "";
  expect(next).not.toBe(secret);
  await page.getByRole("button", { name: "I have saved it" }).press("Enter");
  await expectGone(shown);
  await expectShown(page.getByText(/^Also valid until/));
  const before = receiver.received.length;
  await page.getByRole("button", { name: "Send a test event" }).press("Enter");
  await arrived(before + 1);
  const received = receiver.received.slice(before);
  expect(received.every((each) => verifies(secret, each) && verifies(next, each))).toBe(true);
});

it("says why an address is refused", async () => {
  const { page } = await dashboard.open("/app/operations/webhooks", { key: ADMIN_KEY });
  await page.getByRole("button", { name: "Add an endpoint" }).press("Enter");
  const form = page.getByRole("dialog", { name: "Add an endpoint" });
  await form.getByLabel("URL").fill("ftp://forum.example/hook");
  await form.getByRole("button", { name: "Add" }).press("Enter");
  await expectShown(form.getByRole("alert"));
});
