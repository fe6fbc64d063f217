import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectGone, expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { judge, LISTINGS, listingsEngine } from "./listings.ts";

const engine = listingsEngine();
let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, engine);
  await dashboard.service.putVersion("listings", LISTINGS);
  await judge(dashboard.service, "Another thing, broken");
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

describe("the verdict page", () => {
  it("shows what was judged, what was decided and why, with the text of the rule", async () => {
    const { id } = await judge(dashboard.service, "New phone, \u200bbroken", {
      external_id: "post-7",
      metadata: { source: "forum" },
    });
    const { page } = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    await expectShown(page.getByRole("heading", { name: "Violation" }));
    await expectShown(page.getByText("New phone, "));
    await expectShown(page.getByText("U+200B"));
    await expectShown(page.getByText("It is offered as new and is broken (ML1.a).").first());
    await expectShown(page.getByText("ML1.a Price or condition contradicts the description.").first());
    await page.getByRole("img", { name: "0.80 of 1; a person decides: 0.35 to 0.65" }).waitFor();
    for (const words of ["listings version 1", "fake 0", "post-7", "forum", "Misleading offer"]) {
      await expectShown(page.getByText(words).first());
    }
    await expectShown(
      page.getByRole("region", { name: "Latest with the same policy and category" }).getByRole("link").nth(1),
    );
  });

  it("shows the reasoning on request only", async () => {
    const { id } = await judge(dashboard.service, "New radio, broken");
    const opened = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    const reasoning = opened.page.getByText("The title says new, the text says broken.");
    await expectShown(opened.page.getByRole("button", { name: "Show" }));
    expect(await reasoning.count()).toBe(0);
    await opened.press("r");
    await expectShown(reasoning);
    await opened.press("r");
    await expectGone(reasoning);
  });

  it("shows only what the key may read, and names the scopes that are missing", async () => {
    const { id } = await judge(dashboard.service, "New watch, broken");
    const key = await dashboard.service.createKey("verdicts:read");
    const opened = await dashboard.open(`/app/verdicts/${id}`, { key });
    await expectShown(opened.page.getByText("It is offered as new and is broken (ML1.a).").first());
    await expectShown(opened.page.getByText("content:read"));
    await expectShown(opened.page.getByText("policies:read"));
    expect(await opened.page.getByText("Reasoning of the model").count()).toBe(0);
    expect(await opened.page.getByRole("link", { name: "Review this verdict" }).count()).toBe(0);
  });

  it("shows a conversation as one", async () => {
    const { id } = await judge(dashboard.service, {
      messages: [
        { role: "user", content: "Is the phone new?" },
        { role: "assistant", content: "It is broken." },
      ],
    });
    const { page } = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    await expectShown(page.getByRole("listitem").filter({ hasText: /user.*Is the phone new\?/ }));
    await expectShown(page.getByRole("listitem").filter({ hasText: /assistant.*It is broken\./ }));
  });

  it("shows what people decided, with the verdict unchanged", async () => {
    const { id } = await judge(dashboard.service, "New skates, broken");
    await dashboard.service.call(`/reviews/${id}/decision`, {
      json: {
        decision: "overturn",
        violation: 0,
        policy_category: "ML0",
        reason: "It says so.",
        reviewer: "Ann",
      },
    });
    const { page } = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    await expectShown(page.getByText("overturned it: no violation"));
    await expectShown(page.getByText("It says so."));
    await expectShown(page.getByRole("heading", { name: "Violation" }));
  });

  it("follows an item until it is judged", async () => {
    engine.hold();
    const { id } = await judge(dashboard.service, "New kettle, broken", {}, "respond-async");
    const { page } = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    await expectShown(page.getByRole("heading", { name: /Being judged|Waiting to be judged/ }));
    engine.release();
    await expectShown(page.getByRole("heading", { name: "Violation" }));
  });

  it("says that nothing is known about the content of a failed item", async () => {
    const { id } = await judge(dashboard.service, "unreadable");
    const opened = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    await expectShown(opened.page.getByText("This says nothing about the content."));
    await expectShown(opened.page.getByText("Failed").first());
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("says that content is no longer kept after a record was erased", async () => {
    const { id } = await judge(dashboard.service, "New drum, broken");
    await dashboard.service.call(`/verdicts/${id}`, { method: "DELETE" });
    const { page } = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY });
    await expectShown(page.getByText("It is not kept").first());
  });

  it("explains an id that does not exist", async () => {
    const opened = await dashboard.open("/app/verdicts/019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10", {
      key: ADMIN_KEY,
    });
    await expectShown(opened.page.getByRole("button", { name: "Try again" }));
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it.each([360, 1440])("has no accessibility fault at %i pixels", async (width) => {
    const { id } = await judge(dashboard.service, "New harp, broken");
    const opened = await dashboard.open(`/app/verdicts/${id}`, { key: ADMIN_KEY, width });
    await expectShown(opened.page.getByRole("region", { name: "Why" }));
    await opened.press("r");
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});
