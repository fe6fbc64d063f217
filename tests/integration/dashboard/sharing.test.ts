import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectShown, type TestPage } from "../../helpers/browser.ts";
import { eventually } from "../../helpers/eventually.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { wordEngine } from "../stories/spam-policy.ts";
import { Dashboard } from "./dashboard.ts";
import { provideData, type SharedData } from "./shared-data.ts";

let dashboard: Dashboard;
let data: SharedData;
/** The clock of every page, so that relative times are the same on all pages. */
let now: Date;

beforeAll(async () => {
  dashboard = await Dashboard.start({ GAVEL_WEBHOOK_ALLOW_PRIVATE: "true" }, wordEngine());
  data = await provideData(dashboard.service);
  now = new Date(Date.now() + 60_000);
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

interface View {
  readonly name: string;
  readonly start: (ids: SharedData) => string;
  /** What the user does before the address is shared. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** The path and query that follow. */
  readonly address?: RegExp;
  /** Shown only in this state. */
  readonly shows: (page: Page, ids: SharedData) => Locator;
}

const select = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });
const chosen = (page: Page, words: string): Locator =>
  page.getByRole("option", { name: words, selected: true });
const pressed = (page: Page, name: string): Locator => page.getByRole("button", { name, pressed: true });

const VIEWS: readonly View[] = [
  {
    name: "the overview of a week and a policy",
    start: () => "/app/",
    act: async (page) => {
      await page.getByRole("button", { name: "Last week" }).press("Enter");
      await select(page, "Policy").selectOption("spam");
    },
    address: /^\/app\/\?range=week&policy=spam$/,
    shows: (page) => pressed(page, "Last week"),
  },
  {
    name: "the overview between two times",
    start: () => "/app/",
    act: (page) => page.getByRole("button", { name: "Custom" }).press("Enter"),
    address: /^\/app\/\?since=.+&until=.+$/,
    shows: (page) => page.getByLabel("From"),
  },
  {
    name: "filtered verdicts",
    start: () => "/app/live",
    act: async (page) => {
      await select(page, "Outcome").selectOption({ label: "Violation" });
      await select(page, "Settled").selectOption({ label: "Last 24 hours" });
      await page.getByRole("button", { name: "More filters" }).press("Enter");
      await select(page, "Review").selectOption({ label: "Overturned" });
      await select(page, "Category").fill("SP1");
      await select(page, "Category").press("Enter");
    },
    address: /^\/app\/live\?violation=1&range=24h&review_state=overturned&category=SP1$/,
    shows: (page) => page.getByRole("row").filter({ hasText: "Overturned" }),
  },
  {
    name: "verdicts between two times, with words of the rationale",
    start: () => "/app/live",
    act: async (page) => {
      await select(page, "Settled").selectOption({ label: "Between two times" });
      await select(page, "Words in the rationale").fill("loan");
      await select(page, "Words in the rationale").press("Enter");
    },
    address: /^\/app\/live\?since=.+&rationale=loan$/,
    shows: (page) => page.getByRole("row").filter({ hasText: "it offers a loan" }).first(),
  },
  {
    name: "a verdict",
    start: ({ verdict }) => `/app/verdicts/${verdict}`,
    shows: (page) => page.getByText("A prize for you"),
  },
  {
    name: "an item of the review",
    start: ({ waiting }) => `/app/review?item=${waiting}`,
    shows: (page) => page.getByText("A loan or a gift?"),
  },
  {
    name: "the queue of what was overturned",
    start: () => "/app/review/queue",
    act: async (page) => {
      await select(page, "Policy").selectOption("spam");
      await select(page, "State").selectOption("overturned");
    },
    address: /^\/app\/review\/queue\?policy=spam&state=overturned$/,
    shows: (page) => page.getByRole("row").filter({ hasText: "Overturned" }),
  },
  {
    name: "the list of policies with those that are archived",
    start: () => "/app/policies",
    act: (page) => page.getByRole("button", { name: "Show archived" }).press("Enter"),
    address: /^\/app\/policies\?archived=yes$/,
    shows: (page) => page.getByRole("row").filter({ hasText: "Archived" }),
  },
  {
    name: "the source of a version",
    start: () => "/app/policies/spam/versions/2",
    act: (page) => page.getByRole("button", { name: "As uploaded" }).press("Enter"),
    address: /^\/app\/policies\/spam\/versions\/2\?view=source$/,
    shows: (page) => page.getByText("Version 2 is not active; version 1 is"),
  },
  {
    name: "the changes between two versions",
    start: () => "/app/policies/spam/diff?from=1&to=2",
    act: (page) => page.getByRole("button", { name: "Swap" }).press("Enter"),
    address: /^\/app\/policies\/spam\/diff\?from=2&to=1$/,
    shows: (page) => page.getByText("prize, loan").first(),
  },
  {
    name: "a tab of the editor of a version",
    start: () => "/app/policies/spam/edit?from=1",
    act: async (page) => {
      await page.getByRole("tab", { name: /^Findings/ }).press("ArrowRight");
      await page.getByRole("tab", { name: "Tokens" }).press("ArrowRight");
    },
    address: /^\/app\/policies\/spam\/edit\?from=1&panel=fields$/,
    shows: (page) => page.getByRole("tab", { name: "Front matter", selected: true }),
  },
  {
    name: "the evaluations of a policy, to evaluate a version",
    start: () => "/app/policies/spam/evaluations",
    act: (page) => select(page, "Version").selectOption("2"),
    address: /^\/app\/policies\/spam\/evaluations\?version=2$/,
    shows: (page) => page.getByRole("button", { name: "Compare with version 1" }),
  },
  {
    name: "the last items of an evaluation",
    start: ({ evaluation }) => `/app/evaluations/${evaluation}`,
    act: async (page) => {
      await select(page, "Show").selectOption("all");
      await page.getByRole("button", { name: "Next items" }).press("Enter");
    },
    address: /^\/app\/evaluations\/[^?]+\?filter=all&after=25$/,
    shows: (page) => page.getByText("loan-29", { exact: true }),
  },
  {
    name: "the broken items of a comparison",
    start: ({ base, evaluation }) => `/app/policies/spam/compare?base=${base}&candidate=${evaluation}`,
    act: (page) => select(page, "Show").selectOption("broken"),
    address: /^\/app\/policies\/spam\/compare\?base=.+&candidate=.+&change=broken$/,
    shows: (page) => page.getByText("loan-29", { exact: true }),
  },
  {
    name: "the report of a replay by hour",
    start: ({ replay }) => `/app/policies/spam/shadow?trial=${replay}`,
    act: (page) => page.getByRole("button", { name: "By hour" }).press("Enter"),
    address: /^\/app\/policies\/spam\/shadow\?trial=[^&]+&by=hour$/,
    shows: (page) => pressed(page, "By hour"),
  },
  {
    name: "the last items of a golden set",
    start: () => "/app/golden-sets/cases",
    act: (page) => page.getByRole("button", { name: "Next items" }).press("Enter"),
    address: /^\/app\/golden-sets\/cases\?after=25$/,
    shows: (page) => page.getByText("loan-29", { exact: true }),
  },
  {
    name: "the expired items of the queue",
    start: () => "/app/operations/queue",
    act: (page) => select(page, "Status").selectOption("expired"),
    address: /^\/app\/operations\/queue\?status=expired$/,
    shows: (page) => chosen(page, "Expired"),
  },
  {
    name: "the deliveries of an endpoint that were given up",
    start: ({ webhook }) => `/app/operations/webhooks/${webhook}`,
    act: (page) => select(page, "Status").selectOption("dead"),
    address: /^\/app\/operations\/webhooks\/[^?]+\?status=dead$/,
    shows: (page) => chosen(page, "Given up"),
  },
  {
    name: "the keys with those that are revoked",
    start: () => "/app/operations/keys",
    act: (page) => page.getByRole("button", { name: /revoked/ }).press("Enter"),
    address: /^\/app\/operations\/keys\?revoked=shown$/,
    shows: (page) => page.getByRole("row").filter({ hasText: "gone" }),
  },
  {
    name: "the audit log of an action and a subject",
    start: () => "/app/operations/audit",
    act: async (page) => {
      await select(page, "Action").selectOption("policy.uploaded");
      await select(page, "Subject").fill("/policies/old");
      await select(page, "Subject").press("Enter");
    },
    address: /^\/app\/operations\/audit\?action=policy.uploaded&subject=%2Fpolicies%2Fold$/,
    shows: (page) => page.getByRole("row").filter({ hasText: "/policies/old" }),
  },
];

/** The text of a page and the state of its controls, without countdowns. */
async function contentsOf({ page }: TestPage): Promise<string> {
  return (await page.getByRole("main").ariaSnapshot()).replaceAll(
    /Held for you: \d+ (min|s)/g,
    "Held for you",
  );
}

/** Opens a path in a separate browser whose clock is stopped. */
async function open(path: string): Promise<TestPage> {
  const opened = await dashboard.open("/app/golden-sets", { key: ADMIN_KEY, width: 1440 });
  await expectShown(opened.page.getByRole("heading", { level: 1 }));
  await opened.page.clock.setFixedTime(now);
  await opened.page.goto(path);
  return opened;
}

it.each(VIEWS)("$name looks the same after a reload and to anybody who opens its address", async (view) => {
  const first = await open(view.start(data));
  await expectShown(first.page.getByRole("heading", { level: 1 }));
  await view.act?.(first.page);
  const addressOf = (): string => {
    const { pathname, search } = new URL(first.page.url());
    return pathname + search;
  };
  await eventually(() => expect(addressOf()).toMatch(view.address ?? /./));
  const address = addressOf();
  await view.shows(first.page, data).first().waitFor({ state: "attached" });

  const second = await open(address);
  await view.shows(second.page, data).first().waitFor({ state: "attached" });
  await eventually(async () => expect(await contentsOf(second)).toBe(await contentsOf(first)));
  await first.page.reload();
  await view.shows(first.page, data).first().waitFor({ state: "attached" });
  await eventually(async () => expect(await contentsOf(first)).toBe(await contentsOf(second)));
  expect(addressOf()).toBe(address);
});

it("the address of a review queue leads to the item that the first person released", async () => {
  const first = await open("/app/review");
  await select(first.page, "Policy").selectOption("spam");
  await select(first.page, "Queue").selectOption("escalated");
  await expectShown(first.page.getByText("A loan among friends?"));
  const address = first.page.url();
  await first.goto("/app/review/queue?state=escalated");
  await expectShown(first.page.getByRole("grid"));
  const second = await open(address);
  await expectShown(second.page.getByText("A loan among friends?"));
  await chosen(second.page, "Escalated").waitFor({ state: "attached" });
});

it("the address of a replay that does not exist says so, and shows no other one", async () => {
  const { page } = await open("/app/policies/spam/shadow?trial=019aab5e-7d31-7c40-8b8e-3f1f6a2c9d10");
  await expectShown(page.getByRole("alert").getByRole("button", { name: "Try again" }));
  expect(await page.getByText("Disagreement over time").count()).toBe(0);
});
