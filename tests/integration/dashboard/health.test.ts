import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { decodeTokens } from "../../../engine/harmony/tokenizer.ts";
import { expectShown } from "../../helpers/browser.ts";
import { SAFE_ANSWER } from "../../helpers/fake-engine.ts";
import { ADMIN_KEY, HoldingEngine } from "../http/service.ts";
import { faultsAtAnySize } from "./at-any-size.ts";
import { Dashboard } from "./dashboard.ts";

const VIOLATION = SAFE_ANSWER.replace('"violation":0', '"violation":1');
/** Whether the engine recognises the phishing mail of the self-test. */
let works = false;
const engine = new HoldingEngine(({ prompt }) =>
  works && decodeTokens(prompt.tokens.slice(prompt.sharedTokens)).includes("password")
    ? VIOLATION
    : SAFE_ANSWER,
);
let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await Dashboard.start({}, engine);
});
afterEach(() => dashboard.closePages());
afterAll(() => dashboard.stop());

it("marks an engine whose self-test failed as doubtful until the test passes", async () => {
  const opened = await dashboard.open("/app/operations", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByText("An engine judges, but its verdicts cannot be trusted"));
  await expectShown(page.getByText("Ready, nothing to do; self-test failed"));
  expect(await page.getByText("An engine can judge").count()).toBe(0);
  expect(await faultsAtAnySize(opened)).toEqual([]);
  works = true;
  engine.restart();
  await expectShown(page.getByText("An engine can judge"));
  await expectShown(page.getByText("Ready, nothing to do", { exact: true }));
});

it("says that nothing is judged while the engine is down, and detects that it is available again", async () => {
  const opened = await dashboard.open("/app/operations", { key: ADMIN_KEY });
  const { page } = opened;
  await expectShown(page.getByText("An item that is submitted now will be judged."));
  engine.status = "down";
  await expectShown(page.getByText("Not ready"));
  await expectShown(page.getByText("No engine can judge"));
  await expectShown(page.getByText("Cannot judge"));
  expect(await faultsAtAnySize(opened)).toEqual([]);
  engine.status = "ready";
  await expectShown(page.getByText("An item that is submitted now will be judged."));
});
