import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Locator, Route } from "playwright-core";
import type { ReviewDetail, ReviewPage } from "../../../schemas/review-item.ts";
import type { TestPage } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { Dashboard } from "./dashboard.ts";
import { judge, LISTINGS, listingsEngine } from "./listings.ts";

let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, listingsEngine());
  await dashboard.service.putVersion("listings", LISTINGS.replace("review:", "sensitive: true\nreview:"));
});
beforeEach(async () => {
  // Empties the queue of items that an earlier test left.
  for (const { id } of await waiting()) await decide(id, "unsure");
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

async function waiting(): Promise<ReviewPage["data"]> {
  const response = await dashboard.service.call("/reviews?limit=200");
  return ((await response.json()) as ReviewPage).data;
}

async function decide(id: string, decision: string, reviewer = "Bob"): Promise<void> {
  await dashboard.service.call(`/reviews/${id}/release`, { json: { reviewer: "environment" } });
  await dashboard.service.call(`/reviews/${id}/decision`, { json: { decision, reviewer } });
}

async function detail(id: string): Promise<ReviewDetail> {
  return (await (await dashboard.service.call(`/reviews/${id}`)).json()) as ReviewDetail;
}

const stateOf = async (id: string): Promise<string | undefined> => (await detail(id)).record.review?.state;

/** Submits doubtful listings, whose verdicts need a review. Returns their ids, oldest first. */
async function queue(...contents: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const content of contents) ids.push((await judge(dashboard.service, `${content}, doubtful`)).id);
  return ids;
}

const open = (path = "/app/review", width = 1280): Promise<TestPage> =>
  dashboard.open(path, { key: ADMIN_KEY, width });

const shows = (opened: TestPage, words: string): Promise<void> =>
  opened.page.getByText(words).first().waitFor();

/** What this test reads of an element in the browser. */
interface Styled {
  readonly closest: (selector: string) => Styled | null;
  readonly ownerDocument: {
    readonly defaultView: { readonly getComputedStyle: (element: Styled) => { readonly filter: string } };
  };
}

/** What CSS does to the blurred part that an element is in. */
const blurOf = (locator: Locator): Promise<string> =>
  locator.evaluate((element: unknown) => {
    const blurred = (element as Styled).closest(".blurred");
    return blurred === null ? "none" : blurred.ownerDocument.defaultView.getComputedStyle(blurred).filter;
  });

describe("the review page", () => {
  it("can be used by keyboard, one item after the other, and decisions can be undone", async () => {
    const [lamp = "", chair = "", sofa = ""] = await queue("Lamp", "Chair, broken", "Sofa");
    const opened = await open();
    const { page } = opened;
    await shows(opened, "Lamp, doubtful");
    await page.getByText("ML0.a Goods, described as they are.").first().waitFor();
    await page.getByRole("img", { name: "0.50 of 1; a person decides: 0.35 to 0.65" }).waitFor();

    await opened.press("n");
    await page.keyboard.type("Seen before.");
    await opened.press("Enter");
    await shows(opened, "Seen before.");
    await opened.press("a");
    await shows(opened, "Chair, broken, doubtful");
    await shows(opened, "1 decided");
    expect(await stateOf(lamp)).toBe("agreed");

    await opened.press("z");
    await shows(opened, "Lamp, doubtful");
    await shows(opened, "0 decided");
    expect(await stateOf(lamp)).toBe("needs_review");
    await opened.press("u");
    await shows(opened, "Chair, broken, doubtful");
    expect(await stateOf(lamp)).toBe("unsure");

    await opened.press("o");
    await page.getByText("No violation").first().waitFor();
    await opened.press("0");
    await page.keyboard.type("Its condition is stated.");
    await opened.press("Enter");
    await shows(opened, "Sofa, doubtful");
    await shows(opened, "2 decided, 1 of them overturned");
    const { record, events } = await detail(chair);
    expect(record.review).toMatchObject({
      state: "overturned",
      outcome: { violation: 0, policy_category: null },
    });
    expect(events.at(-1)).toMatchObject({ text: "Its condition is stated.", reviewer: "environment" });

    await opened.press("e");
    await shows(opened, "Nothing is waiting for you");
    expect(await stateOf(sofa)).toBe("escalated");
  });

  it("saves a note before the decision that follows it, and keeps the note's text when that fails", async () => {
    const [stove = ""] = await queue("Stove", "Kettle");
    const opened = await open();
    const { page } = opened;
    await shows(opened, "Stove, doubtful");
    const request = new Promise<Route>((resolve) => void page.route("**/notes", resolve, { times: 1 }));
    await opened.press("n");
    await page.keyboard.type("Asked the seller.");
    await opened.press("Enter", "a");
    await (await request).fulfill({ status: 503, json: {} });
    await shows(opened, "Not saved");
    expect(await page.getByLabel("Note for other reviewers").inputValue()).toBe("Asked the seller.");
    expect(await stateOf(stove)).toBe("needs_review");

    await opened.press("Enter", "a");
    await shows(opened, "Kettle, doubtful");
    const { events, record } = await detail(stove);
    expect(record.review?.state).toBe("agreed");
    expect(events.map(({ text }) => text).filter(Boolean)).toEqual(["Asked the seller."]);
  });

  it("blurs the content of a marked policy, and the rationale that may quote it, until they are revealed", async () => {
    await queue("Drum");
    const opened = await open();
    const { page } = opened;
    await shows(opened, "Drum, doubtful");
    const blur = (name = "Text of the content"): Promise<string> => blurOf(page.getByRole("group", { name }));
    expect(await blur()).toBe("blur(6px) grayscale(1)");
    expect(await blur("Rationale")).toBe("blur(6px) grayscale(1)");
    await page.getByRole("group", { name: "Text of the content" }).focus();
    expect(await blur()).toBe("none");
    await page.getByRole("heading", { name: "Review" }).focus();
    expect(await blur()).toBe("blur(6px) grayscale(1)");
    await opened.press("r");
    await page.getByRole("button", { name: "Reveal" }).waitFor({ state: "detached" });
    expect(await blur()).toBe("none");
    expect(await blur("Rationale")).toBe("none");
  });

  it("blurs rationales of a marked policy in lists and on the verdict page, but not those of others", async () => {
    const [flute = ""] = await queue("Flute");
    await dashboard.service.putVersion("unmarked", LISTINGS.replace("Listings", "Unmarked"));
    await judge(dashboard.service, "Plain stool", { policy_id: "unmarked" });
    for (const path of ["/app/live?policy_id=listings", "/app/review/queue"]) {
      const { page } = await open(path);
      expect(await blurOf(page.getByText("It is described as it is (ML0.a).").first())).toContain("blur");
    }
    const other = await open("/app/live?policy_id=unmarked");
    const unmarked = other.page.getByText("It is described as it is (ML0.a).").first();
    await expect.poll(() => blurOf(unmarked)).toBe("none");
    const opened = await open(`/app/verdicts/${flute}`);
    const { page } = opened;
    for (const name of ["Text of the content", "Rationale"]) {
      expect(await blurOf(page.getByRole("group", { name }))).toContain("blur");
    }
    await opened.press("b");
    await page.getByRole("button", { name: "Reveal" }).waitFor({ state: "detached" });
    expect(await blurOf(page.getByRole("group", { name: "Rationale" }))).toBe("none");
  });

  it("keeps personal settings, and reviews under the name that was entered", async () => {
    const [harp = ""] = await queue("Harp");
    const opened = await open();
    const { page } = opened;
    await shows(opened, "Harp, doubtful");
    await opened.press("w");
    await page.getByLabel("Your name").fill("Ann");
    await page.getByLabel("Blur content").selectOption("never");
    await page.getByRole("button", { name: "Done" }).click();
    await page.reload();
    await shows(opened, "Harp, doubtful");
    expect(await page.getByRole("button", { name: "Reveal" }).count()).toBe(0);
    expect((await detail(harp)).claim?.reviewer).toBe("Ann");
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it("says so when an item was decided by another person, or erased, and shows the next one", async () => {
    const [first = "", second = ""] = await queue("Kettle", "Piano", "Violin");
    const opened = await open();
    await shows(opened, "Kettle, doubtful");
    await decide(first, "agree");
    await opened.press("a");
    await shows(opened, "This item is already decided");
    await opened.press("Enter");
    await shows(opened, "Piano, doubtful");
    await dashboard.service.call(`/verdicts/${second}`, { method: "DELETE" });
    await opened.press("a");
    await shows(opened, "There is nothing to review");
    expect(await opened.accessibilityFaults()).toEqual([]);
    await opened.press("Enter");
    await shows(opened, "Violin, doubtful");
  });

  it("opens one item by its address, and skips it", async () => {
    const [, second = ""] = await queue("Mirror", "Carpet");
    const opened = await open(`/app/review?item=${second}`);
    await shows(opened, "Carpet, doubtful");
    await opened.press("s");
    await shows(opened, "Mirror, doubtful");
    expect(new URL(opened.page.url()).search).toBe("");
  });

  it("extends the lease while the reviewer is active, and suggests a break", async () => {
    await queue("Clock");
    const opened = await dashboard.open("/app/sign-in", { key: ADMIN_KEY });
    const { page } = opened;
    await page.clock.install();
    await opened.goto("/app/review");
    await shows(opened, "Clock, doubtful");
    await shows(opened, "Held for you: 9 min");
    await page.clock.fastForward("06:00");
    const extended = page.waitForRequest((request) => request.url().endsWith("/claim"));
    await page.mouse.move(300, 300);
    await page.clock.fastForward("00:11");
    await extended;
    await page.clock.fastForward("20:00");
    await shows(opened, "You have been reviewing for");
    await opened.press("b");
    await shows(opened, "You are on a break");
    expect((await waiting())[0]?.claim).toBeNull();
    await opened.press("Enter");
    await shows(opened, "Clock, doubtful");
  });

  it("names the scopes that are missing", async () => {
    await queue("Bell");
    const key = await dashboard.service.createKey("reviews:read", "reviews:write");
    const opened = await dashboard.open("/app/review", { key });
    await shows(opened, "content:read");
    await shows(opened, "policies:read");
    expect(await opened.accessibilityFaults()).toEqual([]);
  });

  it.each([360, 1440])("has no accessibility fault at %i pixels", async (width) => {
    await queue("Vase, broken");
    const opened = await open("/app/review", width);
    await shows(opened, "Vase, broken, doubtful");
    await opened.press("r", "o");
    await opened.page.getByLabel("Reason").waitFor();
    expect(await opened.accessibilityFaults()).toEqual([]);
  });
});

describe("the review queue", () => {
  it("decides many items at once after their number was typed, and undoes all of them", async () => {
    const ids = await queue(...Array.from({ length: 22 }, (_, index) => `Cup ${index}`));
    const opened = await open("/app/review/queue?policy=listings");
    const { page } = opened;
    await page.getByRole("grid").waitFor();
    await page.getByRole("grid").focus();
    await opened.press("Home", "x", "End", "X");
    await shows(opened, "22 selected");
    await opened.press("a");
    const confirm = page.getByRole("button", { name: "Agree with 22 items" });
    await confirm.waitFor();
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel("Type 22 to confirm").fill("22");
    await opened.press("Enter");
    await shows(opened, "22 agreed");
    await shows(opened, "Nothing is waiting");
    expect(await stateOf(ids[21] ?? "")).toBe("agreed");
    await opened.press("z");
    await shows(opened, "22 undone.");
    await page.getByRole("grid").waitFor();
    expect(await stateOf(ids[0] ?? "")).toBe("needs_review");
    expect(await waiting()).toHaveLength(22);
  });

  it("overturns with one reason, and skips an item that another reviewer holds", async () => {
    const [first = "", second = ""] = await queue("Pot, broken", "Pan, broken");
    await dashboard.service.call(`/reviews/${second}/claim`, { json: { reviewer: "Bob" } });
    const opened = await open("/app/review/queue");
    const { page } = opened;
    await page.getByRole("checkbox").nth(1).waitFor();
    await page.getByRole("grid").focus();
    await opened.press("Home", "x", "j", "x", "v");
    await page.getByLabel("Reason").fill("Stated in the text.");
    await page.getByRole("button", { name: "Overturn 2 items" }).click();
    await shows(opened, "1 overturned. 1 not");
    expect(await stateOf(first)).toBe("overturned");
    await decide(second, "unsure");
  });

  it.each([360, 1440])("opens an item, and has no accessibility fault at %i pixels", async (width) => {
    const [id = ""] = await queue("Saw");
    const opened = await open("/app/review/queue?state=needs_review", width);
    const { page } = opened;
    await page.getByRole("grid").waitFor();
    expect(await opened.accessibilityFaults()).toEqual([]);
    await page.getByRole("grid").focus();
    await opened.press("Enter");
    await page.waitForURL(`**/app/review?item=${id}`);
    await shows(opened, "Saw, doubtful");
  });
});
