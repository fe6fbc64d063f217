/** What is measured in the browser. Each function opens the live page and returns milliseconds. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { Api } from "../../helpers/api.ts";
import type { OpenOptions, TestBrowser, TestPage } from "../../helpers/browser.ts";

const IN_PAGE = readFileSync(new URL("in-page.js", import.meta.url), "utf8");
/** More than a screen of rows: each frame shows new ones only. */
const PIXELS_A_FRAME = 1000;

export interface Measuring {
  readonly browser: TestBrowser;
  readonly api: Api;
  readonly key: string;
}

async function openLive({ browser, key }: Measuring, path = "/app/live"): Promise<TestPage> {
  const options: OpenOptions = { key, script: IN_PAGE, width: 1440, height: 900 };
  const opened = await browser.open(path, options);
  await opened.page.evaluate("bench.firstRow");
  return opened;
}

async function closeWithout(opened: TestPage): Promise<void> {
  const faults = await opened.close();
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** Until something is painted, and until the first row is, each with an empty cache. */
export async function firstPaints(
  measuring: Measuring,
  repetitions: number,
): Promise<{ readonly paint: number[]; readonly row: number[] }> {
  const paint: number[] = [];
  const row: number[] = [];
  for (let n = 0; n < repetitions; n += 1) {
    const opened = await openLive(measuring);
    row.push((await opened.page.evaluate("bench.firstRow")) as number);
    paint.push((await opened.page.evaluate("bench.firstPaint()")) as number);
    await closeWithout(opened);
  }
  return { paint, row };
}

/** From the time at which a record says that it settled until its row is visible. */
export async function settledToVisible(measuring: Measuring, repetitions: number): Promise<number[]> {
  const opened = await openLive(measuring);
  await opened.page.getByText("Following").waitFor();
  const times: number[] = [];
  for (let n = 0; n < repetitions; n += 1) {
    const external_id = `now-${n}`;
    const shown = opened.page.evaluate(`bench.shown(${JSON.stringify(external_id)})`);
    const record = await measuring.api.classify(
      { content: `settled ${Date.now()}`, policy_id: "policy-1", external_id },
      { prefer: "wait=30" },
    );
    times.push(((await shown) as number) - Date.parse(record.completed_at ?? ""));
  }
  await closeWithout(opened);
  return times;
}

/** A filter, as a reader sets it, and a text that all of its rows contain. */
interface Filter {
  readonly label: string;
  readonly value: string;
  readonly text: string;
}

function someFilter(n: number, records: number): Filter {
  const number = (below: number): number => 1 + Math.floor(Math.random() * below);
  const policy = 1 + (n % 20);
  const rule = `P${policy}.${number(9)}`;
  const post = `post-${number(records)}`;
  const word = `w${n % 3 === 0 ? number(3) : number(30_000)}`;
  const kinds: readonly Filter[] = [
    { label: "Policy", value: `policy-${policy}`, text: `policy-${policy} v1` },
    { label: "Words in the rationale", value: word, text: word },
    { label: "Category", value: rule, text: rule },
    { label: "External id", value: post, text: post },
    { label: "Outcome", value: "status=failed", text: "Failed" },
  ];
  return kinds[n % kinds.length]!;
}

/** From a choice until its rows are visible, the filter before it cleared. */
export async function filterToResult(
  measuring: Measuring,
  repetitions: number,
  records: number,
): Promise<number[]> {
  const opened = await openLive(measuring);
  const { page } = opened;
  await page.getByRole("button", { name: "More filters" }).click();
  const times: number[] = [];
  for (let n = 0; n < repetitions; n += 1) {
    const filter = someFilter(n, records);
    const filtered = page.evaluate(`bench.filtered(${JSON.stringify(filter.text)})`);
    await choose(page, filter);
    times.push((await filtered) as number);
    await page.getByRole("main").focus();
    await opened.press("x");
    await page.getByRole("grid").getByText(`post-${records}`, { exact: true }).waitFor();
  }
  await closeWithout(opened);
  return times;
}

async function choose(page: Page, { label, value }: Filter): Promise<void> {
  const control = page.getByLabel(label, { exact: true });
  if ((await control.evaluate((element) => element.tagName)) === "SELECT") {
    await control.selectOption(value);
    return;
  }
  await control.fill(value);
  await control.press("Enter");
}

export interface Scrolled {
  readonly frames: number[];
  readonly longTasks: number[];
  /** Of the page's main thread: unlike intervals of frames, the same on a busy machine. */
  readonly cpuPerFrame: number;
  /** Rows that existed at the end. */
  readonly rows: number;
}

/** Frames while scrolling down to the oldest record, whose pages are loaded on the way, and back up. */
export async function scrolling(
  measuring: Measuring,
  records: number,
): Promise<{ readonly down: Scrolled; readonly up: Scrolled; readonly megabytes: number }> {
  const opened = await openLive(measuring);
  const session = await opened.page.context().newCDPSession(opened.page);
  await session.send("Performance.enable");
  const cpuMs = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "ThreadTime")?.value ?? Number.NaN);
  };
  const scroll = async (pixels: number): Promise<Scrolled> => {
    const before = await cpuMs();
    const scrolled = (await opened.page.evaluate(`bench.scroll(${pixels}, ${records})`)) as Scrolled;
    return { ...scrolled, cpuPerFrame: ((await cpuMs()) - before) / scrolled.frames.length };
  };
  const down = await scroll(PIXELS_A_FRAME);
  const megabytes = (await opened.page.evaluate("bench.megabytes()")) as number;
  const up = await scroll(-PIXELS_A_FRAME);
  await closeWithout(opened);
  return { down, up, megabytes };
}
