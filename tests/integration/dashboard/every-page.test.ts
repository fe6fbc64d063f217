import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { expectShown } from "../../helpers/browser.ts";
import { ADMIN_KEY } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";
import { CASES, evaluate, PRIZES, PRIZES_AND_MONEY, prizesEngine, pushGolden } from "./prizes.ts";

const TABLES = ["pages.ts", "pages/operations/pages.ts"].map((name) =>
  readFileSync(new URL(`../../../dashboard/${name}`, import.meta.url), "utf8"),
);

/**
 * For each page a text that appears only with its data. Words in capitals are replaced by ids that the test creates.
 */
const PAGES: Readonly<Record<string, readonly [address: string, shows: RegExp | string]>> = {
  "/app/": ["/app/", "Violation rate"],
  "/app/live": ["/app/live", "item-1"],
  "/app/search": ["/app/search?policy_id=prizes&violation=1", "item-1"],
  "/app/verdicts/:id": ["/app/verdicts/VERDICT", "It offers a prize."],
  "/app/review": ["/app/review", "It offers a prize."],
  "/app/review/queue": ["/app/review/queue", "Violation"],
  "/app/policies": ["/app/policies", "Prizes"],
  "/app/policies/:id": ["/app/policies/prizes", "PR1 – Prize"],
  "/app/policies/:id/versions/:version": ["/app/policies/prizes/versions/2", "Offers of money."],
  "/app/policies/:id/diff": ["/app/policies/prizes/diff?from=1&to=2", "Offers of money."],
  "/app/policies/:id/edit": ["/app/policies/prizes/edit", "Try it"],
  "/app/policies/:id/evaluations": ["/app/policies/prizes/evaluations", "version 2 on cases@1"],
  "/app/policies/:id/compare": [
    "/app/policies/prizes/compare?base=BASE&candidate=CANDIDATE",
    "It offers money.",
  ],
  "/app/policies/:id/shadow": ["/app/policies/prizes/shadow", "It offers money."],
  "/app/evaluations/:id": ["/app/evaluations/BASE", "Free money today"],
  "/app/golden-sets": ["/app/golden-sets", "cases"],
  "/app/golden-sets/:name": ["/app/golden-sets/cases", "Free money today"],
  "/app/operations": ["/app/operations", "The database accepts writes"],
  "/app/operations/queue": ["/app/operations/queue", "prompt_too_long"],
  "/app/operations/batches": ["/app/operations/batches", "Completed"],
  "/app/operations/batches/:id": ["/app/operations/batches/BATCH", "bad_line"],
  "/app/operations/webhooks": ["/app/operations/webhooks", "Receives events"],
  "/app/operations/webhooks/:id": ["/app/operations/webhooks/WEBHOOK", "verdict.completed"],
  "/app/operations/keys": ["/app/operations/keys", "environment"],
  "/app/operations/audit": ["/app/operations/audit?action=policy.uploaded", "/policies/prizes"],
};

let dashboard: Dashboard;
const created = new Map<string, string>();

beforeAll(async () => {
  const settings = { GAVEL_WEBHOOK_ALLOW_PRIVATE: "true", GAVEL_CONTENT_RETENTION_HOURS: "24" };
  dashboard = await Dashboard.start(settings, prizesEngine());
  const { service } = dashboard;
  const reviewed = (text: string): string => text.replace("---\n", "---\nreview: { sample: 1 }\n");
  await service.putVersion("prizes", reviewed(PRIZES));
  await service.putVersion("prizes", reviewed(PRIZES_AND_MONEY));
  const post = async (path: string, json: object): Promise<string> => {
    const response = await service.call(path, { json, headers: { prefer: "wait=60" } });
    return ((await response.json()) as { readonly id: string }).id;
  };
  // No server listens there, so its deliveries are pending.
  created.set("WEBHOOK", await post("/webhooks", { url: "http://127.0.0.1:9/hook" }));
  const judge = (content: string, externalId: string): Promise<string> =>
    post("/classify", { content, policy_id: "prizes", external_id: externalId });
  created.set("VERDICT", await judge("WIN a phone", "item-1"));
  await judge("Free money today", "item-2");
  await judge("unreadable", "item-3");
  const body = ['{"content":"WIN"}', "{nope"].join("\n");
  const headers = { "content-type": "application/jsonl" };
  const batch = await service.call("/batches?policy_id=prizes", { body, headers });
  created.set("BATCH", ((await batch.json()) as { readonly id: string }).id);
  await pushGolden(service, "cases", CASES);
  created.set("BASE", await evaluate(service, { version: 1, golden_set: "cases" }));
  created.set("CANDIDATE", await evaluate(service, { version: 2, golden_set: "cases" }));
  await post("/policies/prizes/replay", { version: 2, limit: 100 });
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

it("opens every page of the dashboard", () => {
  const paths = TABLES.flatMap((table) => [...table.matchAll(/path: "([^"]+)"/g)].map(([, path]) => path));
  expect(Object.keys(PAGES).toSorted()).toEqual(paths.toSorted());
});

it.each(Object.entries(PAGES))("has no accessibility fault on %s, and fits", async (_, [address, shows]) => {
  const path = address.replaceAll(/[A-Z]{4,}/g, (name) => created.get(name) ?? name);
  const opened = await dashboard.open(path, { key: ADMIN_KEY });
  await expectShown(opened.page.locator("main").getByText(shows).filter({ visible: true }).first());
  expect(await faultsAtAnySize(opened)).toEqual([]);
});
