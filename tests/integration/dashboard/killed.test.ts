import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { writeSyntheticCheckpoint } from "../../../engine/local/synthetic/write-synthetic-checkpoint.ts";
import { Api, SHORT_POLICY } from "../../helpers/api.ts";
import { expectGone, expectShown, TestBrowser } from "../../helpers/browser.ts";
import { makeDataDirectory } from "../../helpers/pglite.ts";
import { freePort } from "../../helpers/server-process.ts";
import { type ServiceProcess, startServiceProcess } from "../../helpers/service-process.ts";

const KEY = "killed-dashboard-key-0123456789";
const ITEMS = 30;
/** On a page of this height all rows are rendered. */
const HEIGHT = 2400;

let models: string;

beforeAll(async () => {
  models = mkdtempSync(path.join(tmpdir(), "gavel-killed-page-"));
  await writeSyntheticCheckpoint(path.join(models, "checkpoint"), { seed: 1 });
});
afterAll(() => rmSync(models, { recursive: true, force: true }));

/** The external ids that the list shows, from top to bottom. */
async function listed(page: Page): Promise<readonly string[]> {
  const rows = await page.getByRole("grid").getByRole("row").allTextContents();
  return rows.flatMap((row) => /item-\d+/.exec(row)?.[0] ?? []);
}

/** Waits as long as the test may take: a busy machine judges slowly. */
async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(100);
}

it("the pages keep their data while the service is killed and restarted, and continue without gaps or duplicates", async () => {
  const data = makeDataDirectory();
  const env = {
    PORT: String(await freePort()),
    DATA_DIR: data.path,
    GAVEL_API_KEY: KEY,
    GAVEL_MODEL_DIR: path.join(models, "checkpoint"),
    GAVEL_EXECUTION_PROVIDER: "cpu",
    GAVEL_MAX_REASONING_TOKENS: "4",
    GAVEL_MAX_CONTEXT_TOKENS: "1024",
    GAVEL_SWEEP_INTERVAL_SECONDS: "1",
  };
  let service: ServiceProcess = await startServiceProcess("service/main.ts", env);
  const browser = await TestBrowser.launch(service.url);
  try {
    const api = new Api(service.url, KEY);
    await api.putPolicy("short", SHORT_POLICY);
    const accept = (index: number) =>
      api.classify(
        { content: `content ${index}`, policy_id: "short", external_id: `item-${index}` },
        { prefer: "respond-async" },
      );
    const live = await browser.open("/app/live", { key: KEY, height: HEIGHT });
    await expectShown(live.page.getByText("Following"));
    const editor = await browser.openBeside(live, "/app/policies/short/edit");
    await expectShown(editor.page.getByLabel("Text of the policy"));

    const other = await browser.openBeside(live, "/app/policies");
    await expectShown(other.page.getByRole("grid", { name: "Policies" }));

    // Killed while items settle and somebody writes.
    await Promise.all(Array.from({ length: ITEMS }, (_, index) => accept(index)));
    await until(async () => (await listed(live.page)).length > 5);
    await service.kill();
    await expectShown(live.page.getByText("No connection to the service."));
    await expectShown(live.page.getByText("Connecting…"));
    const before = await listed(live.page);
    expect(before.length).toBeGreaterThan(5);
    await editor.press("i", "Control+End");
    await editor.page.keyboard.type("One more sentence.");
    await editor.press("Control+s");
    await expectShown(
      editor.page
        .getByRole("alert")
        .getByText(/cannot be reached/)
        .first(),
    );
    await expectShown(editor.page.getByText("this browser keeps the text"));

    // The code of this page was never loaded.
    await other.press("g", "s");
    await expectShown(other.page.getByText("The page could not be loaded"));

    service = await startServiceProcess("service/main.ts", env);
    await expectShown(live.page.getByText("Following"));
    await expectGone(live.page.getByText("No connection to the service."));
    await until(async () => (await api.verdicts("&status=completed")).length === ITEMS);
    await until(async () => (await listed(live.page)).length >= ITEMS);
    const settled = await api.verdicts("&status=completed");
    const newestFirst = settled.map(({ external_id: id }) => id).toReversed();
    expect(await listed(live.page)).toEqual(newestFirst);
    expect(newestFirst.slice(-before.length)).toEqual(before);

    // Afterwards it works as before.
    await accept(ITEMS);
    await until(async () => (await listed(live.page))[0] === `item-${ITEMS}`);
    await editor.press("Control+s");
    await expectShown(editor.page.getByText("Version 2, a draft."));
    await expectShown(other.page.getByText("The database accepts writes"));
    await expectGone(other.page.getByText("No connection to the service."));
    expect([...(await live.close()), ...editor.faults, ...other.faults]).toEqual([]);
  } finally {
    await browser.close();
    await service.kill();
    data.remove();
  }
});
